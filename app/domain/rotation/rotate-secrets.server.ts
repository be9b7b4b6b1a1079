import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import { refreshDestinations } from "./refresh-destinations.server";
import { refreshUrlDigests } from "./refresh-url-digests.server";
import { renameTelegramBots } from "./rename-telegram-bots.server";
import { type ResealedColumn, resealColumn } from "./reseal-column.server";
import { SEALED_COLUMNS } from "./sealed-columns";

/** What a rotation has done, and what it could not do (`unopened` of its columns). */
export interface Rotation {
  columns: ResealedColumn[];
  /** Keyed digests made anew, by what they name. */
  digests: { endpoints: number; destinations: number; telegramBots: number };
}

/**
 * Seals everything stored with today's `SENTINEL_SECRET`, opening it with the secrets before it, and makes the digests
 * anew. Safe beside running processes that know both, and to be run again. What can't be opened stays as it is.
 */
export async function rotateSecrets(ctx: Context, { actor }: { actor: Actor }): Promise<Rotation> {
  const columns: ResealedColumn[] = [];
  for (const column of SEALED_COLUMNS) columns.push(await resealColumn(ctx, column));
  const digests = {
    endpoints: await refreshUrlDigests(ctx),
    destinations: await refreshDestinations(ctx),
    telegramBots: await renameTelegramBots(ctx),
  };
  const resealed = Object.fromEntries(columns.map((column) => [column.table, column.resealed]));
  const unopened = Object.fromEntries(columns.map((column) => [column.table, column.unopened.length]));
  if (Object.values({ ...resealed, ...digests }).some((count) => count > 0)) {
    const metadata = { resealed, unopened, digests };
    await recordAudit(ctx.db, { actor, action: "secret.rotated", resourceType: "installation", metadata });
    ctx.relay.publish("configuration.changed", { what: "channels" });
  }
  return { columns, digests };
}
