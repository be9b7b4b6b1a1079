import type { Context } from "~/platform/context.server";

/**
 * Ends the gaps of a network that a listener left open when it was killed. To be called once, when a new listener of
 * the network has its first live endpoint.
 *
 * @returns how many there were.
 */
export async function closeOpenGaps(
  ctx: Context,
  { networkId, endedAt }: { networkId: string; endedAt: Date },
): Promise<number> {
  const { count } = await ctx.db.listenerGap.updateMany({
    where: { networkId, endedAt: null, startedAt: { lt: endedAt } },
    data: { endedAt },
  });
  if (count > 0) ctx.relay.publish("networks.reported", { networkId });
  return count;
}
