import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { RuleIndex } from "../matcher/rule-index";

/**
 * Whether a pending transaction belongs into the recorded mempool: its target or sender is watched, or a watched address
 * is written in its calldata (an inner call's target, a mention). For the hot path: some map look-ups, and one pass over
 * the calldata.
 */
export function touchesWatched(index: RuleIndex, networkId: string, { to, from, input }: RpcTransaction): boolean {
  const network = index.networks.get(networkId);
  if (network === undefined) return false;
  if (typeof to === "string" && network.isWatched(to)) return true;
  if (from !== undefined && network.isWatched(from)) return true;
  return typeof input === "string" && input.length > SELECTOR_CHARACTERS && network.findWatched(input).length > 0;
}

const SELECTOR_CHARACTERS = 10;
