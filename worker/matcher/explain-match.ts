import type { Explanation } from "~/domain/alerts/explanation";
import type { SeenTransaction } from "~/domain/rules/encounter";
import { explainRule } from "~/domain/rules/explain-rule";
import type { RuleMatch } from "~/domain/rules/rule-match";
import { toChecksum } from "~/domain/transactions/address";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { visibleText } from "~/domain/transactions/visible-text";

const MAX_NAME_CHARACTERS = 60;

/** Why a match matched: the truth tree of its rule at the call or event that it met, with the transaction's own values. */
export function explainMatch(
  match: RuleMatch,
  transaction: RpcTransaction,
  { mined = null, outcome = null }: Partial<Omit<SeenTransaction, "transaction">> = {},
): Explanation {
  if (match.change != null) return explainChange(match, match.change);
  return explainRule(match.rule, { transaction, mined, outcome }, match);
}

/** What a look at the chain showed, which no transaction says by itself. */
function explainChange({ rule, address }: RuleMatch, { before, after }: NonNullable<RuleMatch["change"]>): Explanation {
  const name = visibleText(
    (address === null ? undefined : rule.contracts.get(address)?.name) ?? "",
    MAX_NAME_CHARACTERS,
  );
  const whose = name || "the watched address";
  const label =
    rule.trigger === "delegation_changed"
      ? `${whose} delegates to other code`
      : `the code behind ${whose} is another one`;
  const shown = (code: string | null) => (code === null ? "none" : toChecksum(code));
  return { kind: "address", label, expected: `not ${shown(before)}`, actual: shown(after), result: true };
}
