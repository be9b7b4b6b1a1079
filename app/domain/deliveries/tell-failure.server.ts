import type { Context } from "~/platform/context.server";
import { enqueueDeliveries, type QueuedDelivery } from "./enqueue-deliveries.server";
import { TELL_FAILURE } from "./tell-failure-statement";

const MAX_REASON_CHARACTERS = 500;

/**
 * Deliveries of a channel could not be made (failed for good, held because its far side is gone, or waiting for longer
 * than anybody should): the fallback channel is told the alerts, the rules' other channels are told which channel
 * failed; the channel counts as failing from now on, which raises the banner, and the audit log says so. Asking again
 * for the same deliveries tells nobody twice.
 *
 * Never throws: what could not be told is logged, and `tellUntoldFailures` comes back to it within seconds.
 *
 * @param reason in words for people, without secrets.
 * @returns whether it was written down: what is not failed or held has nobody else who comes back to it.
 */
export async function tellFailure(
  ctx: Context,
  { channelId, deliveryIds, reason }: { channelId: string; deliveryIds: readonly string[]; reason: string },
): Promise<boolean> {
  if (deliveryIds.length === 0) return true;
  try {
    const { rows } = await ctx.sql.query<QueuedDelivery>({
      name: "tell-failure",
      text: TELL_FAILURE,
      values: [
        channelId,
        deliveryIds,
        reason.replaceAll("\u0000", "\ufffd").slice(0, MAX_REASON_CHARACTERS),
        deliveryIds.map(() => ctx.newId()),
      ],
    });
    ctx.log.warn({ channelId, deliveries: deliveryIds.length, messages: rows.length, reason }, "deliveries failed");
    // One that could not be added is the sweeper's.
    await enqueueDeliveries(ctx, rows);
    return true;
  } catch (error) {
    ctx.log.error({ err: error, channelId, deliveries: deliveryIds.length }, "a failure could not be told, yet");
    return false;
  }
}
