import { createEscalationPolicy } from "~/domain/escalations/create-escalation-policy.server";
import { deleteEscalationPolicy } from "~/domain/escalations/delete-escalation-policy.server";
import { updateEscalationPolicy } from "~/domain/escalations/update-escalation-policy.server";
import type { Configuration, ConfiguredPolicy } from "../configuration";
import type { KnownObjects } from "../known-objects";
import { changedFields } from "./changed-fields.server";
import { channelIds } from "./channel-ids";
import { deleteStep } from "./delete-step";
import { matchObjects } from "./match-objects";
import { References } from "./reference-errors";
import type { Draft, Ids, Work } from "./step";

/** Escalation policies. */
export function policySteps(input: Configuration, { escalationPolicies }: KnownObjects, prune: boolean): Draft {
  const nameOf = ({ name }: ConfiguredPolicy) => name.toLowerCase();
  const options = { known: escalationPolicies, nameOf, isUnique: true };
  const { matched, rest, errors } = matchObjects("escalationPolicy", input.escalationPolicies ?? [], options);
  const draft: Draft = { steps: [], errors, notes: [] };
  for (const { entry, pointer, key, known } of matched) {
    const named = { kind: "escalationPolicy" as const, name: entry.name, pointer };
    if (known === null) {
      draft.steps.push({ change: { ...named, action: "create" }, run: (work) => make(work, key, entry) });
      continue;
    }
    const fields = changedFields(known.value, entry);
    if (Object.keys(fields).length === 0) {
      draft.steps.push({ change: { ...named, action: "unchanged" }, run: null });
      continue;
    }
    const run = ({ ctx, actor, ids }: Work) => {
      const stored = withChannelIds(ids, entry);
      const patch = Object.fromEntries(Object.entries(stored).filter(([field]) => Object.hasOwn(fields, field)));
      return updateEscalationPolicy(ctx, { actor, id: known.id, patch });
    };
    draft.steps.push({ change: { ...named, action: "update", fields }, run });
  }
  if (prune && input.escalationPolicies !== undefined) {
    const remove = ({ ctx, actor }: Work, id: string) => deleteEscalationPolicy(ctx, { actor, id });
    draft.steps.push(...rest.map((object) => deleteStep("escalationPolicy", object, remove)));
  }
  return draft;
}

async function make({ ctx, actor, ids }: Work, key: string, entry: ConfiguredPolicy): Promise<void> {
  const { id } = await createEscalationPolicy(ctx, { actor, input: withChannelIds(ids, entry) });
  ids.escalationPolicy.set(key, id);
}

function withChannelIds(ids: Ids, entry: ConfiguredPolicy) {
  const references = new References();
  const steps = entry.steps.map(({ channels, waitSeconds }, index) => ({
    channels: channelIds(references, ids, channels, `/steps/${index}/channels`),
    waitSeconds,
  }));
  references.requireAll();
  return { ...entry, steps };
}
