import type { Context } from "~/platform/context.server";

/** A delivery row to put on the queue. */
export interface QueuedDelivery {
  id: string;
  critical: boolean;
  /** The delivery's own id unless said otherwise: a job with an id that is still on the queue is not added again. */
  jobId?: string;
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
export async function enqueueDeliveries(ctx: Context, deliveries: QueuedDelivery[]): Promise<string[]> {
  const results = await Promise.allSettled(
    deliveries.map((delivery) =>
      ctx.queues.add(laneOf(delivery), { id: delivery.jobId ?? delivery.id, data: { deliveryId: delivery.id } }),
    ),
  );
  return deliveries.flatMap((delivery, index) => (results[index]?.status === "rejected" ? [delivery.id] : []));
}
