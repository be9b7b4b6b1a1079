import { createRule } from "~/domain/rules/create-rule.server";
import { deleteRule } from "~/domain/rules/delete-rule.server";
import { completeRuleLook } from "~/domain/rules/rule-look";
import { updateRule } from "~/domain/rules/update-rule.server";
import type { Configuration, ConfiguredRule } from "../configuration";
import type { KnownObjects, RuleValue } from "../known-objects";
import { ruleName, tidyRuleReference, tidyWatchlistReference } from "../object-names";
import type { PlanNote } from "../plan";
import { changedFields } from "./changed-fields.server";
import { channelIds } from "./channel-ids";
import { deleteStep } from "./delete-step";
import { inhibitorsFirst } from "./inhibitors-first";
import { matchObjects } from "./match-objects";
import { References } from "./reference-errors";
import type { Draft, Ids, Step, Work } from "./step";

const LOOK_FIELDS = ["trigger", "side", "stage", "signature", "event", "condition"] as const;
const SCOPE_FIELDS = ["watchlist", "tag", "list", "network"] as const;

/** Rules; those that keep others quiet are made before them. */
export function ruleSteps(input: Configuration, { rules }: KnownObjects, prune: boolean): Draft {
  const { matched, rest } = matchObjects("rule", input.rules ?? [], { known: rules, nameOf: ruleName });
  const made: { key: string; needs: readonly string[]; step: Step }[] = [];
  const others: Step[] = [];
  const notes: PlanNote[] = [];
  for (const { entry, pointer, key, known } of matched) {
    const value = storedRule(entry);
    const named = { kind: "rule" as const, name: key, pointer };
    if (known === null && !value.enabled && SCOPE_FIELDS.every((field) => value[field] === null)) {
      others.push({ change: { ...named, action: "unchanged" }, run: null });
      notes.push({ pointer, detail: "watches nothing any more, and is not made", code: "rule_without_scope" });
      continue;
    }
    if (known === null) {
      const step: Step = { change: { ...named, action: "create" }, run: (work) => make(work, key, entry, value) };
      made.push({ key, needs: value.inhibitedBy, step });
      continue;
    }
    const fields = changedFields(known.value, value);
    const step: Step =
      Object.keys(fields).length === 0
        ? { change: { ...named, action: "unchanged" }, run: null }
        : {
            change: { ...named, action: "update", fields },
            run: (work) => modify(work, known.id, { entry, value, fields }),
          };
    others.push(step);
  }
  const remove = ({ ctx, actor }: Work, id: string) => deleteRule(ctx, { actor, id });
  const pruned = prune && input.rules !== undefined ? rest.map((rule) => deleteStep("rule", rule, remove)) : [];
  return { steps: [...inhibitorsFirst(made), ...others, ...pruned], errors: [], notes };
}

/** A rule of the file as it would be stored, with what goes without saying. */
function storedRule(entry: ConfiguredRule): RuleValue {
  const { name, severity, channels, cooldownSeconds, threshold = null, groupWaitSeconds = null, enabled } = entry;
  const { escalationPolicy = null, inhibitedBy, response = null, runbookUrl = null } = entry;
  const { watchlist, tag = null, list = null, network } = entry;
  return {
    ...{ name, description: entry.description || null },
    ...{ watchlist: watchlist ? tidyWatchlistReference(watchlist) : null, tag, list },
    network: network?.trim().toLowerCase() ?? null,
    ...completeRuleLook(entry, null),
    ...{ severity, channels, cooldownSeconds, threshold, groupWaitSeconds, escalationPolicy },
    ...{ inhibitedBy: inhibitedBy.map(tidyRuleReference), response, runbookUrl, enabled },
  };
}

/** What of a rule are references, as ids. @throws AppError for each that leads nowhere. */
function idsOf(ids: Ids, { watchlist, channels, escalationPolicy, inhibitedBy }: RuleValue) {
  const references = new References();
  const policy = escalationPolicy?.toLowerCase();
  const found = {
    watchlistId: references.idOf(ids.watchlist, watchlist, "/watchlist", "watched contract (network/address)"),
    escalationPolicyId: references.idOf(ids.escalationPolicy, policy, "/escalationPolicy", "escalation policy"),
    channels: channelIds(references, ids, channels, "/channels"),
    inhibitedBy: inhibitedBy.flatMap(
      (name, index) => references.idOf(ids.rule, name, `/inhibitedBy/${index}`, "rule (scope/name)") ?? [],
    ),
  };
  references.requireAll();
  return found;
}

async function make({ ctx, actor, ids }: Work, key: string, entry: ConfiguredRule, value: RuleValue): Promise<void> {
  const { watchlist: _, escalationPolicy: _policy, ...rule } = entry;
  const { id } = await createRule(ctx, { actor, input: { ...rule, ...idsOf(ids, value) } });
  ids.rule.set(key, id);
}

/** The fields that differ. What a rule looks at is given as a whole: one part of it can imply another. */
async function modify(
  { ctx, actor, ids }: Work,
  id: string,
  { entry, value, fields }: { entry: ConfiguredRule; value: RuleValue; fields: object },
): Promise<void> {
  const differs = (field: string) => Object.hasOwn(fields, field);
  const look = LOOK_FIELDS.some(differs) ? completeRuleLook(entry, null) : {};
  const found = idsOf(ids, value);
  const { tag, list, network } = value;
  const scope = SCOPE_FIELDS.some(differs) ? { watchlistId: found.watchlistId, tag, list, network } : {};
  const plain = { ...entry, description: value.description, ...nullsFor(entry), ...found };
  const {
    watchlist: _,
    escalationPolicy: _policy,
    watchlistId: _id,
    tag: _tag,
    list: _list,
    network: _net,
    ...rest
  } = plain;
  const named = Object.entries(rest).filter(([field]) =>
    differs(field === "escalationPolicyId" ? "escalationPolicy" : field),
  );
  await updateRule(ctx, { actor, id, patch: { ...Object.fromEntries(named), ...look, ...scope } });
}

/** What is left out of the file is taken away. */
function nullsFor({ threshold = null, groupWaitSeconds = null, response = null, runbookUrl = null }: ConfiguredRule) {
  return { threshold, groupWaitSeconds, response, runbookUrl };
}
