import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { channelErrors } from "./channel-errors.server";
import { checkRuleLook } from "./check-rule-look";
import { getRuleRow } from "./get-rule-row.server";
import { holdSavedLists } from "./hold-saved-lists.server";
import { invalidRule } from "./invalid-rule";
import { resolveScope } from "./resolve-scope.server";
import type { NewRule } from "./rule";
import { completeRuleLook } from "./rule-look";
import { RuleSnapshot } from "./rule-snapshot";

/** A saved rule, or one that is not (yet). */
export type GivenRule = { ruleId: string } | { rule: NewRule };

/**
 * A rule as it is now. One that is not saved is checked as if it were to be; nothing is written.
 *
 * @throws AppError `not_found` (`ruleId`, or the rule's `watchlist_not_found`), or `invalid_input` as for `createRule`
 *   with pointers below `/rule`.
 */
export async function snapshotRule(ctx: Pick<Context, "db" | "newId">, given: GivenRule): Promise<RuleSnapshot> {
  if ("ruleId" in given) return RuleSnapshot.parse(await getRuleRow(ctx.db, given.ruleId));
  try {
    return await snapshotNew(ctx, given.rule);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const errors = error.errors.map((one) => ({ ...one, pointer: `/rule${one.pointer}` }));
    throw new AppError(error.code, error.message, { slug: error.slug, errors, cause: error });
  }
}

async function snapshotNew({ db, newId }: Pick<Context, "db" | "newId">, rule: NewRule): Promise<RuleSnapshot> {
  // In a transaction because lists are held while they are read; `createRule` checks in the same way.
  return db.$transaction(async (tx) => {
    const found = await resolveScope(tx, rule);
    const scope = "scope" in found ? found.scope : null;
    const look = completeRuleLook(rule, null);
    const errors = [
      ...("errors" in found ? found.errors : []),
      ...checkRuleLook(look, {
        isWholeNetwork: scope !== null && scope.networkId !== null,
        abi: scope?.abi ?? null,
        lists: await holdSavedLists(tx, look.condition),
      }),
      ...(await channelErrors(tx, rule.channels)),
    ];
    if (errors.length > 0 || scope === null) throw invalidRule(errors);
    const { name, severity, channels, cooldownSeconds, threshold = null } = rule;
    const { watchlistId, tag, networkId, addressListId } = scope;
    const common = { name, severity, channels, cooldownSeconds, threshold, ...look };
    return { id: newId(), version: 0, ...common, watchlistId, tag, networkId, addressListId };
  });
}
