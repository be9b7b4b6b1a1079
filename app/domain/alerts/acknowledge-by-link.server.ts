import type { Actor } from "~/domain/audit/actor";
import type { Context } from "~/platform/context.server";
import { acknowledgeAlerts } from "./acknowledge-alerts.server";
import type { AcknowledgeLink } from "./acknowledge-link";
import { acknowledgeLinkTarget } from "./acknowledge-link-target.server";

/**
 * Acknowledges the alert that a message's link is for: the token is the right to. Who is not known (`actor.userId` null)
 * is said to have used the channel's link.
 *
 * @returns what the link leads to afterwards, or why it was refused.
 */
export async function acknowledgeByLink(
  ctx: Context,
  { actor, token }: { actor: Actor; token: string },
): Promise<AcknowledgeLink> {
  const target = await acknowledgeLinkTarget(ctx, { token });
  if (target.kind === "refused" || target.alert.acknowledged !== null) return target;
  const via = { kind: "link" as const, label: target.channel.name };
  await acknowledgeAlerts(ctx, {
    actor,
    ids: [target.alert.id],
    channelId: target.channel.id,
    ...(actor.userId === null ? { via } : {}),
  });
  return acknowledgeLinkTarget(ctx, { token });
}
