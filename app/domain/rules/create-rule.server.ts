import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import { channelErrors } from "./channel-errors.server";
import { invalidRule } from "./invalid-rule";
import { presentRule, RULE_INCLUDE } from "./present-rule";
import { orUnknownEntry, resolveScope } from "./resolve-scope.server";
import type { NewRule, Rule } from "./rule";
import { signatureErrors } from "./signature-errors";
import { unavailableErrors } from "./unavailable-errors";

/**
 * Makes a rule.
 *
 * @throws AppError `not_found` (`watchlist_not_found`), or `invalid_input` naming everything that is wrong: the scope,
 *   `/signature` with its position, `/channels/N`, and what is `not_available` in this version.
 */
export async function createRule(ctx: Context, { actor, input }: { actor: Actor; input: NewRule }): Promise<Rule> {
  const later = unavailableErrors(input);
  const scope = await resolveScope(ctx.db, input);
  const errors = [
    ...("errors" in scope ? scope.errors : []),
    ...later,
    // A rule of events has no signature: what is missing there is said already.
    ...(later.length > 0 && input.signature === undefined
      ? []
      : signatureErrors(input.signature, "scope" in scope ? scope.scope.abi : null)),
    ...(await channelErrors(ctx.db, input.channels)),
  ];
  if (errors.length > 0 || !("scope" in scope)) throw invalidRule(errors);

  const { name, severity, stage, channels, cooldownSeconds, enabled } = input;
  const { watchlistId, tag, networkId } = scope.scope;
  const id = ctx.newId();
  const write = ctx.db.$transaction(async (tx) => {
    const created = await tx.rule.create({
      data: {
        ...{ id, name, severity, stage, channels, cooldownSeconds, enabled, watchlistId, tag, networkId },
        description: input.description || null,
        signature: input.signature ?? null,
        runbookUrl: input.runbookUrl ?? null,
      },
      include: RULE_INCLUDE,
    });
    await recordAudit(tx, {
      actor,
      action: "rule.created",
      resourceType: "rule",
      resourceId: id,
      metadata: { name, severity, signature: input.signature ?? null, watchlistId, tag, networkId, channels, enabled },
    });
    return created;
  });
  const row = await write.catch(orUnknownEntry);
  ctx.relay.publish("configuration.changed", { what: "rules" });
  return presentRule(row);
}
