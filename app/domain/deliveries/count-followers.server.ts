import type { Context } from "~/platform/context.server";

/** How many deliveries follow each of the given ones, by the leader's id; those that lead nothing are absent. */
export async function countFollowers(
  ctx: Pick<Context, "db">,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const groups = await ctx.db.delivery.groupBy({
    by: ["groupedIntoId"],
    where: { groupedIntoId: { in: [...ids] } },
    _count: { _all: true },
  });
  return new Map(groups.map(({ groupedIntoId, _count }) => [groupedIntoId ?? "", _count._all]));
}
