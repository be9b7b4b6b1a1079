import { getWatchlistEntry } from "~/domain/watchlists/get-watchlist-entry.server";
import type { Context } from "~/platform/context.server";

/**
 * Asks the worker to read a watched contract's control graph anew, soon.
 *
 * @throws AppError `not_found` when there is no such entry.
 */
export async function requestControlRefresh(ctx: Context, { watchlistId }: { watchlistId: string }): Promise<void> {
  await getWatchlistEntry(ctx, { id: watchlistId });
  const requestedAt = new Date();
  await ctx.db.controlGraph.upsert({
    where: { watchlistId },
    create: { watchlistId, requestedAt },
    update: { requestedAt },
  });
}
