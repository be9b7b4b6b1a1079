import type { Context } from "~/platform/context.server";
import { enqueueDeliveries } from "./enqueue-deliveries.server";

/** Together on their way to the queue. */
const AT_ONCE = 500;

/**
 * Puts deliveries that go out again onto the queue, in the given order, under new job ids: the job of their first time
 * may still be there, and would stand in the way. What could not be added is left to the sweeper.
 */
export async function enqueueInOrder(
  ctx: Context,
  deliveries: readonly { id: string; critical: boolean }[],
): Promise<void> {
  for (let start = 0; start < deliveries.length; start += AT_ONCE) {
    const part = deliveries.slice(start, start + AT_ONCE);
    const failed = await enqueueDeliveries(
      ctx,
      part.map(({ id, critical }) => ({ id, critical, jobId: `${id}-${ctx.newId()}` })),
    );
    if (failed.length === 0) continue;
    const left = [...failed, ...deliveries.slice(start + AT_ONCE).map(({ id }) => id)];
    // Whoever adds while the queue is away waits for its time limit; the sweeper needs no more than this mark.
    await ctx.sql.query("UPDATE deliveries SET enqueued_at = NULL WHERE id = ANY ($1::uuid[]) AND state = 'queued'", [
      left,
    ]);
    return;
  }
}
