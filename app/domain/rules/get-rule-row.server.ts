import { AppError } from "~/domain/errors";
import type { Db, DbTransaction } from "~/platform/db.server";
import { RULE_INCLUDE, type RuleRow } from "./present-rule";

/**
 * A rule's row, unless it was deleted.
 *
 * @throws AppError `not_found`.
 */
export async function getRuleRow(db: Db | DbTransaction, id: string): Promise<RuleRow> {
  const row = await db.rule.findFirst({ where: { id, deletedAt: null }, include: RULE_INCLUDE });
  if (!row) throw new AppError("not_found", "There is no rule with this id.");
  return row;
}
