import type { Context } from "~/platform/context.server";

/** A delivery row to put on the queue. */
export interface QueuedDelivery {
  id: string;
  critical: boolean;
  /** The delivery's own id unless said otherwise: a job with an id that is still on the queue is not added again. */
  jobId?: string;
  /** Until it is due; now when absent. */
  delayMs?: number;
}

/** The lane of a delivery: critical ones never wait behind others. */
export function laneOf(delivery: { critical: boolean }): "deliveries-critical" | "deliveries" {
  return delivery.critical ? "deliveries-critical" : "deliveries";
}

/**
 * Puts committed deliveries onto their lanes, all at once (measured quicker than a bulk add). A queue that is away is
 * no error: the rows stay as they are and the sweeper adds them later.
 *
 * @returns the ids that could not be added.
 */
export async function enqueueDeliveries(ctx: Context, deliveries: readonly QueuedDelivery[]): Promise<string[]> {
  const results = await Promise.allSettled(
    deliveries.map((delivery) => {
      const { id, jobId = id, delayMs } = delivery;
      const delay = delayMs === undefined ? {} : { delayMs: Math.max(0, Math.ceil(delayMs)) };
      return ctx.queues.add(laneOf(delivery), { id: jobId, data: { deliveryId: id }, ...delay });
    }),
  );
  return deliveries.flatMap((delivery, index) => (results[index]?.status === "rejected" ? [delivery.id] : []));
}
