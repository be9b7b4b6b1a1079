import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { Network } from "./network";
import { NETWORK_INCLUDE, presentNetwork } from "./present-network";

/**
 * One network with the health of its endpoints and its last 20 gaps.
 *
 * @throws AppError `not_found`.
 */
export async function getNetwork(ctx: Pick<Context, "db">, { id }: { id: string }): Promise<Network> {
  const row = await ctx.db.network.findUnique({ where: { id }, include: NETWORK_INCLUDE });
  if (!row) throw new AppError("not_found", "There is no network with this id.");
  return presentNetwork(row, new Date());
}
