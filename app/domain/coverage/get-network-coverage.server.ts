import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { Coverage } from "./coverage";
import { getCoverage } from "./get-coverage.server";

/**
 * The coverage ledger of all of a network's transactions.
 *
 * @throws AppError `not_found`.
 */
export async function getNetworkCoverage(
  ctx: Pick<Context, "db">,
  { id, days }: { id: string; days: number },
): Promise<Coverage> {
  const network = await ctx.db.network.findUnique({ where: { id }, select: { id: true } });
  if (!network) throw new AppError("not_found", "There is no network with this id.");
  return getCoverage(ctx, { scopeId: id, days });
}
