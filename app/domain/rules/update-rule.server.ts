import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import { channelErrors } from "./channel-errors.server";
import { getRuleRow } from "./get-rule-row.server";
import { invalidRule } from "./invalid-rule";
import { presentRule, RULE_INCLUDE, type RuleRow } from "./present-rule";
import { orUnknownEntry, resolveScope, type ScopeInput } from "./resolve-scope.server";
import type { Rule, RulePatch } from "./rule";
import { signatureErrors } from "./signature-errors";
import { unavailableErrors } from "./unavailable-errors";

/**
 * Changes a rule and raises its version; what the patch does not name stays, and naming one scope replaces the other.
 * A patch that changes nothing leaves the version alone.
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
      data: { ...data, version: { increment: 1 } },
    });
    if (count === 0) throw new AppError("conflict", "The rule was changed at the same time; read it again.");
    const updated = await tx.rule.findUniqueOrThrow({ where: { id }, include: RULE_INCLUDE });
    await recordAudit(tx, {
      actor,
      action: "rule.updated",
      resourceType: "rule",
      resourceId: id,
      metadata: { name: updated.name, changed: fields, version: updated.version, enabled: updated.enabled },
    });
    return { row: updated, changed: true };
  });
  const { row, changed } = await write.catch(orUnknownEntry);
  if (changed) ctx.relay.publish("configuration.changed", { what: "rules" });
  return presentRule(row);
}

/** What the schema alone has checked. */
function plainChanges({ name, description, severity, cooldownSeconds, runbookUrl, enabled }: RulePatch) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description: description || null }),
    ...(severity === undefined ? {} : { severity }),
    ...(cooldownSeconds === undefined ? {} : { cooldownSeconds }),
    ...(runbookUrl === undefined ? {} : { runbookUrl }),
    ...(enabled === undefined ? {} : { enabled }),
  };
}

/** Scope, signature and channels, which are checked together with what stays. */
async function checkedChanges(tx: DbTransaction, current: RuleRow, patch: RulePatch) {
  const errors = unavailableErrors(patch);
  const wanted = scopeAfter(current, patch);
  // A rule that lost its contract may be renamed, but not woken, without a new scope.
  const needsScope = scopeChanges(patch) || patch.signature !== undefined || patch.enabled === true;
  const found = needsScope ? await resolveScope(tx, wanted) : null;
  if (found && "errors" in found) errors.push(...found.errors);
  const scope = found && "scope" in found ? found.scope : null;
  if (scope) errors.push(...signatureErrors(patch.signature ?? current.signature, scope.abi));
  if (patch.channels !== undefined) errors.push(...(await channelErrors(tx, patch.channels)));
  if (errors.length > 0) throw invalidRule(errors);
  return {
    ...(scope ? { watchlistId: scope.watchlistId, tag: scope.tag, networkId: scope.networkId } : {}),
    ...(patch.signature === undefined ? {} : { signature: patch.signature }),
    ...(patch.channels === undefined ? {} : { channels: patch.channels }),
  };
}

function scopeChanges({ watchlistId, tag, network }: RulePatch): boolean {
  return watchlistId !== undefined || tag !== undefined || network !== undefined;
}

function scopeAfter(current: RuleRow, { watchlistId, tag, network }: RulePatch): ScopeInput {
  const named = [watchlistId, tag, network].some((value) => value !== undefined && value !== null);
  if (named) return { watchlistId, tag, network };
  return {
    watchlistId: watchlistId === null ? null : current.watchlistId,
    tag: tag === null ? null : current.tag,
    network: network === null ? null : current.network?.name,
  };
}

function differs<D extends Partial<RuleRow>>(current: RuleRow, data: D, field: keyof D & keyof RuleRow): boolean {
  return JSON.stringify(current[field]) !== JSON.stringify(data[field]);
}
