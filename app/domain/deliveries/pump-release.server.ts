import type { Context } from "~/platform/context.server";
import { laneOf } from "./enqueue-deliveries.server";

/**
 * Takes a delivery out of its destination's waiting room: it has to wait for something else (its alert's first message)
 * and must not stand before those behind it. It comes back by itself.
 */
export async function pumpRelease(
  ctx: Context,
  { id, critical, inMs }: { id: string; critical: boolean; inMs: number },
): Promise<void> {
  const released = await ctx.sql.query(
    `UPDATE deliveries SET is_parked = false, next_attempt_at = now() + make_interval(secs => $2)
     WHERE id = $1 AND state = 'queued' AND is_parked`,
    [id, inMs / 1_000],
  );
  if (released.rowCount === 0) return;
  const job = { id: `${id}-${ctx.newId()}`, data: { deliveryId: id }, delayMs: Math.ceil(inMs) };
  await ctx.queues.add(laneOf({ critical }), job).catch((error: unknown) => {
    ctx.log.debug({ err: error, deliveryId: id }, "a delivery could not be queued, the sweeper will");
  });
}
