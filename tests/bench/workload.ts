import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

const FILE = new URL("../data/mainnet-transactions.ndjson.gz", import.meta.url);

/** The real mainnet transactions of `tests/data`, as a node shows them while they are pending. */
export function readMainnetTransactions(): RpcTransaction[] {
  const lines = gunzipSync(readFileSync(FILE)).toString().trimEnd().split("\n");
  return lines.map((line) => {
    const { tx } = JSON.parse(line) as { tx: RpcTransaction };
    return { ...tx, blockHash: null, blockNumber: null, transactionIndex: null };
  });
}

/** Always in the same disorder: a linear congruential generator (Numerical Recipes' constants) draws the places. */
function shuffle<T>(values: readonly T[]): T[] {
  const shuffled = [...values];
  let state = 1;
  for (let at = shuffled.length - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (at + 1);
    [shuffled[at], shuffled[other]] = [shuffled[other] as T, shuffled[at] as T];
  }
  return shuffled;
}

/**
 * `count` transactions of the workload, shuffled: in a block a bot's stand side by side, in a mempool they don't. When the workload is used up it begins again with other hashes and nonces, so that none is
 * a duplicate. Those carry no signature: it would no longer fit.
 */
export function repeatMainnetTransactions(count: number): RpcTransaction[] {
  const once = shuffle(readMainnetTransactions());
  return Array.from({ length: count }, (_, at) => {
    const transaction = once[at % once.length] as RpcTransaction;
    const round = Math.floor(at / once.length);
    if (round === 0) return transaction;
    const { r, s, v, yParity, ...unsigned } = transaction;
    const nonce = `0x${(BigInt(transaction.nonce) + BigInt(round) * 1_000_000n).toString(16)}`;
    return { ...unsigned, nonce, hash: transaction.hash.slice(0, -4) + round.toString(16).padStart(4, "0") };
  });
}
