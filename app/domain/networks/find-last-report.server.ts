import type { Context } from "~/platform/context.server";

/** When a worker last reported on a network's endpoints; null when none ever did. */
export async function findLastReport(
  ctx: Pick<Context, "db">,
  { networkId }: { networkId: string },
): Promise<Date | null> {
  const found = await ctx.db.endpoint.aggregate({ where: { networkId }, _max: { reportedAt: true } });
  return found._max.reportedAt;
}
