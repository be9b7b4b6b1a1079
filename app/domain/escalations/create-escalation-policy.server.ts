import type { Actor } from "~/domain/audit/actor";
import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import type { EscalationPolicy, NewEscalationPolicy } from "./escalation-policy";
import { presentEscalationPolicy } from "./present-escalation-policy";
import { requireSoundPolicy } from "./require-sound-policy.server";
import { storedHours } from "./stored-hours";

/**
 * Makes a policy.
 *
 * @throws AppError as `requireSoundPolicy`.
 */
export async function createEscalationPolicy(
  ctx: Context,
  { actor, input }: { actor: Actor; input: NewEscalationPolicy },
): Promise<EscalationPolicy> {
  const id = ctx.newId();
  const row = await ctx.db.$transaction(async (tx) => {
    await requireSoundPolicy(tx, id, input);
    const made = await tx.escalationPolicy.create({ data: { ...input, id, hours: storedHours(input.hours) } });
    await recordAudit(tx, {
      actor,
      action: "escalation_policy.created",
      resourceType: "escalation_policy",
      resourceId: id,
      metadata: { ...changes(null, presentEscalationPolicy(made)) },
    });
    return made;
  });
  return presentEscalationPolicy(row);
}
