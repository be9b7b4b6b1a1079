import { isQuantity } from "~/domain/transactions/is-quantity";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

import { digestInput } from "./digest-input";
import { groupBy } from "./group-by";
import type { MinedBlock, OpenTransaction } from "./types";

/** An open transaction whose nonce this block has used. */
export interface BlockMatch {
  open: OpenTransaction;
  mined: RpcTransaction;
  /** The same call: the transaction itself, or its speed-up under another hash. */
  isSameCall: boolean;
}

/** Which of the open transactions a block settles, by hash or by sender and nonce. Costs a look-up per transaction. */
export function matchBlock(block: MinedBlock, open: readonly OpenTransaction[]): BlockMatch[] {
  const byHash = groupBy(open, (one) => one.hash);
  const byNonce = groupBy(open, (one) => intentKey(one.from, one.nonce));
  const matches: BlockMatch[] = [];
  for (const mined of block.transactions) {
    const hits = new Set(byHash.get(mined.hash));
    if (mined.from !== undefined && isQuantity(mined.nonce)) {
      for (const one of byNonce.get(intentKey(mined.from, BigInt(mined.nonce))) ?? []) hits.add(one);
    }
    for (const one of hits) matches.push({ open: one, mined, isSameCall: isSameCall(one, mined) });
  }
  return matches;
}

function intentKey(from: string, nonce: bigint): string {
  return `${from.toLowerCase()}:${nonce}`;
}

function isSameCall(open: OpenTransaction, mined: RpcTransaction): boolean {
  if (open.hash === mined.hash) return true;
  return (
    (open.to ?? "").toLowerCase() === (mined.to ?? "").toLowerCase() &&
    open.inputDigest === digestInput(mined.input) &&
    isQuantity(mined.value) &&
    BigInt(open.value) === BigInt(mined.value)
  );
}
