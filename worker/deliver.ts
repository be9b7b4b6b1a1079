import { DelayedError, type Job } from "bullmq";

import { claimDelivery } from "~/domain/deliveries/claim-delivery.server";
import { enqueuePump } from "~/domain/deliveries/enqueue-pump.server";
import type { Context } from "~/platform/context.server";
import type { DeliveryJob } from "~/platform/queue-backends.server";
import { attemptDelivery } from "./deliveries/attempt-delivery";
import { observeBacklog } from "./deliveries/observe-backlog";
import { pumpDestination } from "./deliveries/pump-destination";

/**
 * The processor of both lanes: claim, send, write down, and come back later when the ladder says so. What has to wait
 * for its destination ends its job: the destination's pump takes it up.
 */
export function deliver(ctx: Context) {
  observeBacklog(ctx);
  return async (job: Job<DeliveryJob>, token?: string): Promise<void> => {
    const { deliveryId, pumps } = job.data;
    if (pumps !== undefined) {
      const criticalOnly = job.queueName === "deliveries-critical";
      await pumpDestination(ctx, { paceKey: pumps, criticalOnly });
      return;
    }
    const againInMs = await deliverOne(ctx, deliveryId);
    if (againInMs === null) return;
    await job.moveToDelayed(Date.now() + Math.max(againInMs, 1), token);
    throw new DelayedError();
  };
}

/** @returns when to come back, ms; null when there is nothing to come back for. */
async function deliverOne(ctx: Context, id: string): Promise<number | null> {
  const claim = await claimDelivery(ctx, { id });
  if (claim.kind === "not_due") return null;
  if (claim.kind === "later") return claim.inMs;
  if (claim.kind === "claimed") return (await attemptDelivery(ctx, claim.delivery)).againInMs;
  const { paceKey, critical, inMs } = claim;
  await enqueuePump(ctx, { paceKey, critical, inMs });
  return null;
}
