import { acknowledgeAlerts } from "~/domain/alerts/acknowledge-alerts.server";
import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import type { Escalation } from "./escalation";
import { getEscalation } from "./get-escalation.server";

/**
 * Says that somebody takes care: the run stops. Of an alert's run the alert is acknowledged. One that has ended stays as
 * it ended.
 *
 * @throws AppError `not_found`.
 */
export async function acknowledgeEscalation(
  ctx: Context,
  { actor, id }: { actor: Actor; id: string },
): Promise<Escalation> {
  const escalation = await getEscalation(ctx, { id });
  if (escalation.state !== "running") return escalation;
  if (escalation.alertId !== null) await acknowledgeAlerts(ctx, { actor, ids: [escalation.alertId] });
  else await stop(ctx, actor, escalation);
  return getEscalation(ctx, { id });
}

async function stop(ctx: Context, actor: Actor, { id, channelId, subject, policyName }: Escalation): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.escalation.updateMany({
      where: { id, state: "running" },
      data: { state: "acknowledged", nextAt: null, endedAt: new Date(), endedById: actor.userId },
    });
    if (count === 0) return;
    await recordAudit(tx, {
      actor,
      action: "escalation.acknowledged",
      resourceType: "escalation",
      resourceId: id,
      metadata: { policyName, channelId, channel: subject, after: { state: "acknowledged" } },
    });
  });
}
