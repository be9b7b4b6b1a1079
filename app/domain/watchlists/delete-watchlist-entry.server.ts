import type { Actor } from "~/domain/audit/actor";
import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { ENTRY_INCLUDE, presentWatchlistEntry } from "./present-watchlist-entry";

/** Audit rows are read by people; of very many ids the count tells enough. */
const MAX_IDS_IN_AUDIT = 100;

/**
 * Takes a contract off the watchlist. Its rules are disabled, not deleted: they stay without a scope until they are
 * given another one. Its alerts stay.
 *
 * @throws AppError `not_found`.
 */
export async function deleteWatchlistEntry(ctx: Context, { actor, id }: { actor: Actor; id: string }): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const entry = await tx.watchlistEntry.findUnique({ where: { id }, include: ENTRY_INCLUDE });
    if (!entry) throw new AppError("not_found", "There is no watchlist entry with this id.");
    const rules = await tx.rule.findMany({ where: { watchlistId: id, deletedAt: null }, select: { id: true } });
    await tx.rule.updateMany({
      where: { watchlistId: id, deletedAt: null, enabled: true },
      data: { enabled: false, version: { increment: 1 } },
    });
    const { count } = await tx.watchlistEntry.deleteMany({ where: { id } });
    if (count === 0) throw new AppError("not_found", "There is no watchlist entry with this id.");
    await recordAudit(tx, {
      actor,
      action: "watchlist.deleted",
      resourceType: "watchlist",
      resourceId: id,
      metadata: {
        ...changes(presentWatchlistEntry(entry), null),
        rulesDisabled: rules.length,
        ruleIds: rules.slice(0, MAX_IDS_IN_AUDIT).map((rule) => rule.id),
      },
    });
  });
  ctx.relay.publish("configuration.changed", { what: "watchlists" });
}
