import { isDeepStrictEqual } from "node:util";

import type { Actor } from "~/domain/audit/actor";
import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { cancelEscalations } from "./cancel-escalations.server";
import type { EscalationPolicy, EscalationPolicyPatch } from "./escalation-policy";
import { presentEscalationPolicy } from "./present-escalation-policy";
import { requireSoundPolicy } from "./require-sound-policy.server";
import { storedHours } from "./stored-hours";

/**
 * Changes a policy; what the patch does not name stays. What runs goes on by the new steps, and ends when the policy is
 * switched off.
 *
 * @throws AppError `not_found`, and as `requireSoundPolicy`.
 */
export async function updateEscalationPolicy(
  ctx: Context,
  { actor, id, patch }: { actor: Actor; id: string; patch: EscalationPolicyPatch },
): Promise<EscalationPolicy> {
  const { policy, alertIds } = await ctx.db.$transaction(async (tx) => {
    const row = await tx.escalationPolicy.findUnique({ where: { id } });
    if (!row) throw new AppError("not_found", "There is no escalation policy with this id.");
    const before = presentEscalationPolicy(row);
    const { id: _, createdAt: _created, updatedAt: _updated, ...now } = { ...before, ...named(patch) };
    const changed = Object.entries(now).flatMap(([field, value]) =>
      isDeepStrictEqual(value, before[field as keyof EscalationPolicy]) ? [] : [field],
    );
    if (changed.length === 0) return { policy: before, alertIds: [] };
    await requireSoundPolicy(tx, id, now);
    const data = { ...now, hours: storedHours(now.hours) };
    const updated = presentEscalationPolicy(await tx.escalationPolicy.update({ where: { id }, data }));
    const cancelled = updated.enabled ? [] : await cancelEscalations(tx, id, "policy_disabled");
    await recordAudit(tx, {
      actor,
      action: "escalation_policy.updated",
      resourceType: "escalation_policy",
      resourceId: id,
      metadata: { name: updated.name, changed, ...changes(before, updated), cancelled: cancelled.length },
    });
    return { policy: updated, alertIds: cancelled };
  });
  if (alertIds.length > 0) ctx.relay.publish("alerts.changed", { ids: alertIds });
  return policy;
}

/** What the patch names. */
function named(patch: EscalationPolicyPatch) {
  const entries = Object.entries(patch).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as {
    [K in keyof EscalationPolicyPatch]: Exclude<EscalationPolicyPatch[K], undefined>;
  };
}
