import type { Explanation } from "~/domain/alerts/explanation";
import { shortAddress, toChecksum } from "~/domain/transactions/address";
import { selectorOf } from "~/domain/transactions/decode-call";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { visibleText } from "~/domain/transactions/visible-text";
import type { MatchedRule } from "./rule-index";

const MAX_NAME_CHARACTERS = 60;

/** Why a match matched: the truth tree of its address and its selector, with the transaction's own values. */
export function explainMatch(match: MatchedRule, transaction: RpcTransaction): Explanation {
  return {
    kind: "and",
    label: "every condition holds",
    result: true,
    children: [explainAddress(match, transaction.to ?? ""), explainSelector(match, transaction.input)],
  };
}

function explainAddress({ rule }: MatchedRule, to: string): Explanation {
  const actual = toChecksum(to);
  if (rule.addresses === null) {
    return { kind: "address", label: "to is any contract of the network", expected: "any", actual, result: true };
  }
  const name = rule.addressNames?.[to.toLowerCase()] ?? rule.contractName;
  const label = `to is ${name === null ? shortAddress(to) : visibleText(name, MAX_NAME_CHARACTERS)}`;
  const others = rule.addresses.length - 1;
  const expected =
    others === 0 ? actual : `${actual} or ${others} other watched ${others === 1 ? "address" : "addresses"}`;
  return { kind: "address", label, expected, actual, result: true };
}

function explainSelector({ rule, functions }: MatchedRule, input: string): Explanation {
  const actual = selectorOf(input);
  const signatures = functions.map((fn) => fn.signature ?? fn.selector);
  const overloads = rule.functions.length > functions.length ? `, one of ${rule.functions.length} overloads` : "";
  return {
    kind: "selector",
    label: `the call is ${signatures.join(" or ")}${overloads}`,
    expected: rule.functions.map((fn) => fn.selector).join(" or "),
    actual,
    result: true,
  };
}
