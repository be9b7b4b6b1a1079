import { isQuantity } from "~/domain/transactions/is-quantity";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { isSameCall } from "./classify-replacement";
import type { OpenTransactions } from "./open-transactions";
import type { OpenTransaction } from "./types";

/** An open transaction whose nonce a block has used. */
export interface BlockMatch {
  open: OpenTransaction;
  mined: RpcTransaction;
  /** The same call: the transaction itself, or its speed-up under another hash. */
  isSameCall: boolean;
}

/** Which of the open transactions a block settles, by hash or by sender and nonce. Costs two look-ups a transaction. */
export function matchBlock(transactions: readonly RpcTransaction[], open: OpenTransactions): BlockMatch[] {
  const matches: BlockMatch[] = [];
  if (open.size === 0) return matches;
  for (const mined of transactions) {
    const sameHash = open.ofHash(mined.hash);
    const sameSender = mined.from === undefined ? undefined : open.ofSender(mined.from);
    if (sameHash === undefined && sameSender === undefined) continue;
    const hits = new Set(sameHash);
    const sameNonce = isQuantity(mined.nonce) ? sameSender?.get(BigInt(mined.nonce)) : undefined;
    for (const one of sameNonce ?? []) hits.add(one);
    for (const one of hits) matches.push({ open: one, mined, isSameCall: isSameCall(one, mined) });
  }
  return matches;
}
