import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { ENTRY_INCLUDE, presentWatchlistEntry } from "./present-watchlist-entry";
import type { WatchlistEntry } from "./watchlist-entry";

/**
 * One watched contract, with its ABI.
 *
 * @throws AppError `not_found`.
 */
export async function getWatchlistEntry(ctx: Pick<Context, "db">, { id }: { id: string }): Promise<WatchlistEntry> {
  const row = await ctx.db.watchlistEntry.findUnique({ where: { id }, include: ENTRY_INCLUDE });
  if (!row) throw new AppError("not_found", "There is no watchlist entry with this id.");
  return presentWatchlistEntry(row);
}
