import type { Actor } from "~/domain/audit/actor";
import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { cancelEscalations } from "./cancel-escalations.server";
import { presentEscalationPolicy } from "./present-escalation-policy";

/**
 * Deletes a policy with its runs; those that were under way end, and their alerts' timelines say so. Rules that named it
 * follow their severity's policy from now on.
 *
 * @throws AppError `not_found`.
 */
export async function deleteEscalationPolicy(ctx: Context, { actor, id }: { actor: Actor; id: string }): Promise<void> {
  const alertIds = await ctx.db.$transaction(async (tx) => {
    const row = await tx.escalationPolicy.findUnique({
      where: { id },
      include: { _count: { select: { rules: { where: { deletedAt: null } } } } },
    });
    if (!row) throw new AppError("not_found", "There is no escalation policy with this id.");
    const cancelled = await cancelEscalations(tx, id, "policy_deleted");
    const { count } = await tx.escalationPolicy.deleteMany({ where: { id } });
    if (count === 0) throw new AppError("not_found", "There is no escalation policy with this id.");
    const before = changes(presentEscalationPolicy(row), null);
    const metadata = { ...before, rules: row._count.rules, cancelled: cancelled.length };
    await recordAudit(tx, {
      actor,
      action: "escalation_policy.deleted",
      resourceType: "escalation_policy",
      resourceId: id,
      metadata,
    });
    return cancelled;
  });
  if (alertIds.length > 0) ctx.relay.publish("alerts.changed", { ids: alertIds });
}
