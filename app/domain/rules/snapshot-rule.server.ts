import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { checkNewRule } from "./check-new-rule.server";
import { getRuleRow } from "./get-rule-row.server";
import type { NewRule } from "./rule";
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
  // In a transaction because lists are held while they are read.
  return db.$transaction(async (tx) => {
    const { scope, look } = await checkNewRule(tx, rule);
    const { name, severity, channels, cooldownSeconds, threshold = null } = rule;
    const { watchlistId, tag, networkId, addressListId } = scope;
    const common = { name, severity, channels, cooldownSeconds, threshold, ...look };
    return { id: newId(), version: 0, ...common, watchlistId, tag, networkId, addressListId };
  });
}
