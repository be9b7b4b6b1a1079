import type { Explanation } from "~/domain/alerts/explanation";
import type { SeenTransaction } from "~/domain/rules/encounter";
import { explainRule } from "~/domain/rules/explain-rule";
import type { RuleMatch } from "~/domain/rules/rule-match";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

/** Why a match matched: the truth tree of its rule at the call or event that it met, with the transaction's own values. */
export function explainMatch(
  match: RuleMatch,
  transaction: RpcTransaction,
  { mined = null, outcome = null }: Partial<Omit<SeenTransaction, "transaction">> = {},
): Explanation {
  return explainRule(match.rule, { transaction, mined, outcome }, match);
}
