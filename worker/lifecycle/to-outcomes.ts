import { isQuantity } from "~/domain/transactions/is-quantity";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

import type { BlockMatch } from "./match-block";
import type { MinedBlock, TransactionOutcome } from "./types";

/**
 * The outcomes of one block's matches. `failed` holds the hashes of those mined transactions whose receipt says that
 * they were reverted.
 */
export function toOutcomes(
  block: Omit<MinedBlock, "transactions">,
  matches: readonly BlockMatch[],
  failed: ReadonlySet<string>,
): TransactionOutcome[] {
  return matches.map(({ open, mined, isSameCall }) => {
    const inBlock = {
      alertId: open.alertId,
      blockNumber: block.number,
      blockHash: block.hash,
      atMs: block.atMs,
    };
    if (!isSameCall) {
      return { ...inBlock, kind: "replaced", byHash: mined.hash, isCancellation: isCancellation(mined) };
    }
    return { ...inBlock, kind: failed.has(mined.hash) ? "failed" : "confirmed", hash: mined.hash };
  });
}

/** Wallets cancel a transaction by an empty one of the same nonce to the sender himself. */
function isCancellation({ from, to, value, input }: RpcTransaction): boolean {
  const isToSelf = to !== null && to.toLowerCase() === from?.toLowerCase();
  return isToSelf && isQuantity(value) && BigInt(value) === 0n && input === "0x";
}
