import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { Coverage } from "./coverage";
import { getCoverage } from "./get-coverage.server";

/**
 * A watched contract's coverage ledger.
 *
 * @throws AppError `not_found`.
 */
export async function getEntryCoverage(
  ctx: Pick<Context, "db">,
  { id, days }: { id: string; days: number },
): Promise<Coverage> {
  const entry = await ctx.db.watchlistEntry.findUnique({ where: { id }, select: { id: true } });
  if (!entry) throw new AppError("not_found", "There is no watchlist entry with this id.");
  return getCoverage(ctx, { scopeId: id, days });
}
