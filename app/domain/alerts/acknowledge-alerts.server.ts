import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import { ACKNOWLEDGE } from "./acknowledge-statement";
import type { AcknowledgedVia } from "./acknowledged-via";
import { announceChanges } from "./announce-changes.server";
import type { ToldRow } from "./change-statement";

/** What became of the ids that were given, each in the order of asking. */
export interface AcknowledgedAlerts {
  acknowledged: string[];
  /** Somebody had acknowledged them before; their name stays on them. */
  unchanged: string[];
  notFound: string[];
}

interface Options {
  /** `userId` is null for whoever uses a message's link without being signed in; `via` says whose link it was. */
  actor: Actor;
  ids: readonly string[];
  /** Shown with the acknowledgement; blank is none. */
  note?: string | null | undefined;
  /** How, when not by somebody signed in. */
  via?: AcknowledgedVia | undefined;
  /** The channel whose message was answered; for the audit log. */
  channelId?: string | undefined;
}

/**
 * Acknowledges alerts that nobody has acknowledged yet: each gets the acknowledger, a line in its timeline and one in
 * the audit log, its escalation stops, and the channels that have been told of it are told of this, all in one
 * transaction. Asking again changes nothing.
 */
export async function acknowledgeAlerts(ctx: Context, options: Options): Promise<AcknowledgedAlerts> {
  const wanted = [...new Set(options.ids)];
  const { result, told } = await ctx.db.$transaction(async (tx) => {
    // Locked in the order of ids, so that two people who acknowledge the same page at once don't lock each other out.
    // Not FOR UPDATE: who records a send holds its delivery and then refers to the alert, and must not be waited for.
    const rows = await tx.$queryRaw<{ id: string; acknowledged: boolean }[]>`
      SELECT id, acknowledged_at IS NOT NULL AS acknowledged FROM alerts
      WHERE id = ANY (${wanted}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
    const open = new Set(rows.filter((row) => !row.acknowledged).map((row) => row.id));
    const known = new Set(rows.map((row) => row.id));
    const acknowledged = wanted.filter((id) => open.has(id));
    const result = {
      acknowledged,
      unchanged: wanted.filter((id) => known.has(id) && !open.has(id)),
      notFound: wanted.filter((id) => !known.has(id)),
    };
    return { result, told: acknowledged.length === 0 ? [] : await write(tx, acknowledged, options) };
  });
  announceChanges(ctx, told);
  return result;
}

async function write(tx: DbTransaction, ids: string[], { actor, note, via, channelId }: Options): Promise<ToldRow[]> {
  const text = note?.trim() || null;
  const data = JSON.stringify({ note: text, ...(via === undefined ? {} : { via }) });
  const stored = via === undefined ? null : JSON.stringify(via);
  const told = await tx.$queryRawUnsafe<ToldRow[]>(ACKNOWLEDGE, ids, actor.userId, text, stored, data);
  const metadata = {
    note: text,
    before: { acknowledged: false },
    after: { acknowledged: true },
    ...(via === undefined ? {} : { via: via.kind, label: via.label }),
    ...(channelId === undefined ? {} : { channelId }),
  };
  for (const resourceId of ids) {
    await recordAudit(tx, { actor, action: "alert.acknowledged", resourceType: "alert", resourceId, metadata });
  }
  return told;
}
