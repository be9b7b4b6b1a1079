import { AppError, type FieldError } from "~/domain/errors";
import { channelErrors } from "~/domain/rules/channel-errors.server";
import type { DbTransaction } from "~/platform/db.server";
import type { EscalationPolicy } from "./escalation-policy";

type Checked = Pick<EscalationPolicy, "name" | "steps" | "severities" | "onDeliveryFailure" | "enabled">;

/**
 * Holds back every other change of a policy until the transaction ends, and checks what only the other rows can tell.
 *
 * @param id the policy's own; it is no conflict with itself.
 * @throws AppError `invalid_input` for channels that don't exist (`/steps/0/channels/1`); `conflict` for a name that is
 *   taken (`duplicate_name`) and for what another enabled policy is for: a severity, failing channels (`policy_overlap`).
 */
export async function requireSoundPolicy(tx: DbTransaction, id: string, policy: Checked): Promise<void> {
  // Runs that are started meanwhile only refer to rows, which this lock lets them.
  await tx.$executeRaw`LOCK TABLE escalation_policies IN SHARE ROW EXCLUSIVE MODE`;
  const unknown: FieldError[] = [];
  for (const [index, { channels }] of policy.steps.entries()) {
    const errors = await channelErrors(tx, channels);
    unknown.push(...errors.map((error) => ({ ...error, pointer: `/steps/${index}${error.pointer}` })));
  }
  if (unknown.length > 0) {
    throw new AppError("invalid_input", "A step names a channel that does not exist.", { errors: unknown });
  }
  const same = { equals: policy.name, mode: "insensitive" } as const;
  if ((await tx.escalationPolicy.count({ where: { id: { not: id }, name: same } })) > 0) {
    const detail = "is already the name of another policy";
    throw new AppError("conflict", `“${policy.name}” ${detail}.`, {
      slug: "duplicate_name",
      errors: [{ pointer: "/name", detail, code: "duplicate_name" }],
    });
  }
  if (policy.enabled) await requireNoOverlap(tx, id, policy);
}

/** Of two policies for the same thing only one could be followed, and nobody would know which. */
async function requireNoOverlap(tx: DbTransaction, id: string, policy: Checked): Promise<void> {
  const others = await tx.escalationPolicy.findMany({
    where: { id: { not: id }, enabled: true },
    select: { name: true, severities: true, onDeliveryFailure: true },
  });
  const errors = policy.severities.flatMap((severity, index) => {
    const other = others.find((each) => each.severities.includes(severity));
    return other === undefined
      ? []
      : [overlap(`/severities/${index}`, `${severity} alerts follow “${other.name}” already`)];
  });
  const other = policy.onDeliveryFailure ? others.find((each) => each.onDeliveryFailure) : undefined;
  if (other !== undefined) {
    errors.push(overlap("/onDeliveryFailure", `“${other.name}” is run for channels that keep failing already`));
  }
  const [first] = errors;
  if (first === undefined) return;
  throw new AppError("conflict", `Another policy does that: ${first.detail}.`, { slug: "policy_overlap", errors });
}

function overlap(pointer: string, detail: string): FieldError {
  return { pointer, detail, code: "policy_overlap" };
}
