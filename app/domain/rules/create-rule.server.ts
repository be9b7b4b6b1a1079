import type { Actor } from "~/domain/audit/actor";
import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import { checkNewRule } from "./check-new-rule.server";
import { presentRule, RULE_INCLUDE } from "./present-rule";
import { orUnknownEntry } from "./resolve-scope.server";
import type { NewRule, Rule } from "./rule";

/**
 * Makes a rule.
 *
 * @throws AppError `not_found` (`watchlist_not_found`), or `invalid_input` naming everything that is wrong: the scope,
 *   `/signature`, `/event` and `/condition` with the position in them, what does not go together, `/channels/N`,
 *   `/escalationPolicyId`, `/inhibitedBy/N` and `/response/…`.
 */
export async function createRule(ctx: Context, { actor, input }: { actor: Actor; input: NewRule }): Promise<Rule> {
  const { name, severity, channels, cooldownSeconds, inhibitedBy, enabled } = input;
  const { groupWaitSeconds = null, escalationPolicyId = null } = input;
  const id = ctx.newId();
  const write = ctx.db.$transaction(async (tx) => {
    const { scope, look } = await checkNewRule(tx, input);
    const { abi: _, ...scopeIds } = scope;
    const created = await tx.rule.create({
      data: {
        ...{ id, name, severity, channels, cooldownSeconds, enabled, ...scopeIds, ...look },
        ...{ groupWaitSeconds, escalationPolicyId, inhibitedBy },
        ...(input.threshold ? { threshold: input.threshold } : {}),
        ...(input.response ? { response: input.response } : {}),
        description: input.description || null,
        runbookUrl: input.runbookUrl ?? null,
      },
      include: RULE_INCLUDE,
    });
    const metadata = { ...changes(null, presentRule(created)) };
    await recordAudit(tx, { actor, action: "rule.created", resourceType: "rule", resourceId: id, metadata });
    return created;
  });
  const row = await write.catch(orUnknownEntry);
  ctx.relay.publish("configuration.changed", { what: "rules" });
  return presentRule(row);
}
