import { objectEnumValues } from "@prisma/client/runtime/client";

import type { Actor } from "~/domain/audit/actor";
import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError, type FieldError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { ENTRY_INCLUDE, presentWatchlistEntry } from "./present-watchlist-entry";
import { readAbis, unionErrors } from "./read-abis";
import { requireRulesResolve } from "./require-rules-resolve.server";
import type { WatchlistEntry, WatchlistEntryPatch } from "./watchlist-entry";

/**
 * Changes an entry; what the patch does not name stays. `abi: null` takes the ABI away.
 *
 * @throws AppError `not_found`, or `invalid_input` at `/abi` or `/abis/N/abi` when it cannot be read, or when a rule of the
 *   entry names a function, event or parameter that only the old ones had: that rule would silently never match again.
 */
export async function updateWatchlistEntry(
  ctx: Context,
  { actor, id, patch }: { actor: Actor; id: string; patch: WatchlistEntryPatch },
): Promise<WatchlistEntry> {
  const read = readAbis(patch);
  if ("errors" in read) throw invalidAbi(read.errors);
  const { abi, abis } = read.clean;
  const data = {
    ...(patch.name === undefined ? {} : { name: patch.name }),
    ...(patch.tags === undefined ? {} : { tags: patch.tags }),
    ...(patch.enabled === undefined ? {} : { enabled: patch.enabled }),
    ...(patch.watchControl === undefined ? {} : { watchControl: patch.watchControl }),
    ...(abi === undefined ? {} : { abi: abi ?? objectEnumValues.instances.DbNull }),
    ...(abis === undefined ? {} : { abis }),
  };
  const row = await ctx.db.$transaction(async (tx) => {
    const known = await tx.watchlistEntry.findUnique({ where: { id }, include: ENTRY_INCLUDE });
    if (!known) throw new AppError("not_found", "There is no watchlist entry with this id.");
    if (Object.keys(data).length === 0) return known;
    if (abi !== undefined || abis !== undefined) {
      const after = { abi: abi === undefined ? known.abi : abi, abis: abis ?? known.abis };
      const errors = unionErrors(after);
      if (errors.length > 0) throw invalidAbi(errors);
      await requireRulesResolve(tx, id, after);
    }
    const updated = await tx.watchlistEntry.update({ where: { id }, data, include: ENTRY_INCLUDE });
    await recordAudit(tx, {
      actor,
      action: "watchlist.updated",
      resourceType: "watchlist",
      resourceId: id,
      metadata: { name: updated.name, ...changes(presentWatchlistEntry(known), presentWatchlistEntry(updated)) },
    });
    return updated;
  });
  ctx.relay.publish("configuration.changed", { what: "watchlists" });
  return presentWatchlistEntry(row);
}

function invalidAbi(errors: FieldError[]): AppError {
  return new AppError("invalid_input", "The ABI is not valid for this entry.", { errors });
}
