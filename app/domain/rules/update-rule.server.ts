import { objectEnumValues } from "@prisma/client/runtime/client";

import type { Actor } from "~/domain/audit/actor";
import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import { channelErrors } from "./channel-errors.server";
import { checkRuleLook } from "./check-rule-look";
import { checkRuleNotification } from "./check-rule-notification.server";
import { getRuleRow } from "./get-rule-row.server";
import { holdSavedLists } from "./hold-saved-lists.server";
import { invalidRule } from "./invalid-rule";
import { presentRule, RULE_INCLUDE, type RuleRow } from "./present-rule";
import { orUnknownEntry, resolveScope, type ScopeInput } from "./resolve-scope.server";
import type { Rule, RulePatch } from "./rule";
import { completeRuleLook } from "./rule-look";

/**
 * Changes a rule and raises its version; what the patch does not name stays, naming one scope replaces the other, and so
 * do a signature and an event. A patch that changes nothing leaves the version alone.
 *
 * @throws AppError `not_found` (the rule, or `watchlist_not_found`), `invalid_input` as for `createRule`, or `conflict`
 *   when somebody else changed it at the same time.
 */
export async function updateRule(
  ctx: Context,
  { actor, id, patch }: { actor: Actor; id: string; patch: RulePatch },
): Promise<Rule> {
  const write = ctx.db.$transaction(async (tx) => {
    const current = await getRuleRow(tx, id);
    const data = { ...plainChanges(patch), ...(await checkedChanges(tx, current, patch)) };
    const fields = Object.keys(data).filter((field) => differs(current, data, field as keyof typeof data));
    if (fields.length === 0) return { row: current, changed: false };
    const { count } = await tx.rule.updateMany({
      where: { id, version: current.version, deletedAt: null },
      data: { ...stored(data), version: { increment: 1 } },
    });
    if (count === 0) throw new AppError("conflict", "The rule was changed at the same time; read it again.");
    const updated = await tx.rule.findUniqueOrThrow({ where: { id }, include: RULE_INCLUDE });
    await recordAudit(tx, {
      actor,
      action: "rule.updated",
      resourceType: "rule",
      resourceId: id,
      metadata: { name: updated.name, changed: fields, ...changes(presentRule(current), presentRule(updated)) },
    });
    return { row: updated, changed: true };
  });
  const { row, changed } = await write.catch(orUnknownEntry);
  if (changed) ctx.relay.publish("configuration.changed", { what: "rules" });
  return presentRule(row);
}

/** What the schema alone has checked. */
function plainChanges(patch: RulePatch) {
  const { name, description, severity, cooldownSeconds, threshold, runbookUrl, enabled, groupWaitSeconds } = patch;
  return {
    ...(groupWaitSeconds === undefined ? {} : { groupWaitSeconds }),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description: description || null }),
    ...(severity === undefined ? {} : { severity }),
    ...(cooldownSeconds === undefined ? {} : { cooldownSeconds }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(runbookUrl === undefined ? {} : { runbookUrl }),
    ...(enabled === undefined ? {} : { enabled }),
  };
}

/** Prisma has an object of its own for a null in a JSON column. */
function stored<D extends Pick<RulePatch, "threshold" | "response">>({ threshold, response, ...data }: D) {
  return {
    ...data,
    ...(threshold === undefined ? {} : { threshold: threshold ?? objectEnumValues.instances.DbNull }),
    ...(response === undefined ? {} : { response: response ?? objectEnumValues.instances.DbNull }),
  };
}

/** Scope, what it looks at, channels and how it is told, which are checked together with what stays. */
async function checkedChanges(tx: DbTransaction, current: RuleRow, patch: RulePatch) {
  const look = completeRuleLook(patch, presentRule(current));
  const lookFields = Object.keys(look).filter((field) => patch[field as keyof typeof look] !== undefined);
  // A rule that lost its contract may be renamed, but not woken, without a new scope.
  const needsScope = scopeChanges(patch) || lookFields.length > 0 || patch.enabled === true;
  const found = needsScope ? await resolveScope(tx, scopeAfter(current, patch)) : null;
  const errors = found && "errors" in found ? [...found.errors] : [];
  const scope = found && "scope" in found ? found.scope : null;
  if (scope) {
    const { abi, networkId } = scope;
    const lists = await holdSavedLists(tx, look.condition);
    errors.push(...checkRuleLook(look, { isWholeNetwork: networkId !== null, abi, lists }));
  }
  if (patch.channels !== undefined) errors.push(...(await channelErrors(tx, patch.channels)));
  const { watchlistId } = scope ?? current;
  errors.push(...(await checkRuleNotification(tx, patch, { rule: current, watchlistId })));
  if (errors.length > 0) throw invalidRule(errors);
  const { escalationPolicyId, inhibitedBy, response } = patch;
  const { abi: _, ...scopeIds } = scope ?? { abi: null };
  return {
    ...scopeIds,
    ...(lookFields.length > 0 ? look : {}),
    ...(patch.channels === undefined ? {} : { channels: patch.channels }),
    ...(escalationPolicyId === undefined ? {} : { escalationPolicyId }),
    ...(inhibitedBy === undefined ? {} : { inhibitedBy }),
    ...(response === undefined ? {} : { response }),
  };
}

function scopeChanges({ watchlistId, tag, list, network }: RulePatch): boolean {
  return [watchlistId, tag, list, network].some((value) => value !== undefined);
}

function scopeAfter(current: RuleRow, { watchlistId, tag, list, network }: RulePatch): ScopeInput {
  const named = [watchlistId, tag, list, network].some((value) => value !== undefined && value !== null);
  if (named) return { watchlistId, tag, list, network };
  return {
    watchlistId: watchlistId === null ? null : current.watchlistId,
    tag: tag === null ? null : current.tag,
    list: list === null ? null : current.list?.name,
    network: network === null ? null : current.network?.name,
  };
}

function differs<D extends Partial<RuleRow>>(current: RuleRow, data: D, field: keyof D & keyof RuleRow): boolean {
  return JSON.stringify(current[field], inOneOrder) !== JSON.stringify(data[field], inOneOrder);
}

/** The database keeps the fields of an object in an order of its own. */
function inOneOrder(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
