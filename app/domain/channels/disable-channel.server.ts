import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { holdDeliveries } from "~/domain/deliveries/hold-deliveries.server";
import type { Context } from "~/platform/context.server";

/** Nobody: Sentinel did it. */
const SYSTEM: Actor = { userId: null };

/**
 * Switches a channel off because its far side is gone, and holds what waits for it until somebody switches it on again.
 * Once: a second call, or one for a channel that is already off or deleted, changes nothing and writes nothing.
 *
 * @param reason in words for people, without secrets.
 * @returns whether it was on.
 */
export async function disableChannel(
  ctx: Pick<Context, "db" | "relay" | "sql">,
  { channelId, reason }: { channelId: string; reason: string },
): Promise<boolean> {
  const now = new Date();
  const disabled = await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.channel.updateMany({
      where: { id: channelId, enabled: true },
      data: { enabled: false, healthStatus: "disabled", lastError: reason, lastErrorAt: now, heldSince: now },
    });
    if (count === 0) return false;
    await recordAudit(tx, {
      actor: SYSTEM,
      action: "channel.disabled",
      resourceType: "channel",
      resourceId: channelId,
      metadata: { reason, before: { enabled: true }, after: { enabled: false } },
    });
    return true;
  });
  if (!disabled) return false;
  ctx.relay.publish("configuration.changed", { what: "channels" });
  await holdDeliveries(ctx, { channelId });
  return true;
}
