import { selectorOf } from "~/domain/transactions/decode-call";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { MatchedRule, RuleIndex } from "./rule-index";

/** What nearly every transaction gets: nothing is allocated for it. */
const NO_MATCHES: readonly MatchedRule[] = Object.freeze([]);
const NO_CALL = "0x";

/**
 * The rules that a transaction of a network matches: two or three map look-ups, however many rules there are. The
 * answer is shared with the index and must not be changed. A contract creation calls nothing and matches nothing: the
 * first bytes of its code are no selector.
 *
 * @param networkId as in `RuleSource.networkId`: a transaction doesn't say which network it was seen on.
 */
export function matchTransaction(
  index: RuleIndex,
  networkId: string,
  transaction: RpcTransaction,
): readonly MatchedRule[] {
  const { to, input } = transaction;
  if (typeof to !== "string" || typeof input !== "string") return NO_MATCHES;
  const network = index.networks.get(networkId);
  if (network === undefined) return NO_MATCHES;
  const { byAddress, everywhere } = network;
  const ofAddress = byAddress.get(to.toLowerCase());
  if (ofAddress === undefined && everywhere.size === 0) return NO_MATCHES;
  const selector = selectorOf(input);
  if (selector === NO_CALL) return NO_MATCHES;
  const here = ofAddress?.get(selector) ?? NO_MATCHES;
  const anywhere = everywhere.get(selector) ?? NO_MATCHES;
  if (anywhere.length === 0) return here;
  return here.length === 0 ? anywhere : [...here, ...anywhere];
}
