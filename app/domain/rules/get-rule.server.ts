import type { Context } from "~/platform/context.server";
import { getRuleRow } from "./get-rule-row.server";
import { presentRule } from "./present-rule";
import type { Rule } from "./rule";

/**
 * One rule.
 *
 * @throws AppError `not_found`, also for a deleted one.
 */
export async function getRule(ctx: Pick<Context, "db">, { id }: { id: string }): Promise<Rule> {
  return presentRule(await getRuleRow(ctx.db, id));
}
