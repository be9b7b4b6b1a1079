import { selectorOf } from "~/domain/transactions/decode-call";
import { callRank } from "./call-rank";
import type { MatchedCall } from "./rule-match";

/** The table's functions times some contracts: who writes the calldata chooses how many there are. */
const MAX_OTHERS = 64;

/**
 * Adds a further matching call to those known, unless it is of no function of the built-in table, is there already, or
 * there are too many.
 */
export function otherCalls(
  known: readonly MatchedCall[] | undefined,
  call: { to: string; input: string } | null,
): readonly MatchedCall[] | undefined {
  if (call === null || callRank(call) < 0 || (known?.length ?? 0) >= MAX_OTHERS) return known;
  const [to, selector] = [call.to, selectorOf(call.input)];
  if (known?.some((other) => other.to === to && other.selector === selector)) return known;
  return [...(known ?? []), { to, selector }];
}
