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

/**
 * `count` transactions of the workload; when it is used up it begins again with other hashes and nonces, so that none is
 * a duplicate. Those carry no signature: it would no longer fit.
 */
export function repeatMainnetTransactions(count: number): RpcTransaction[] {
  const once = readMainnetTransactions();
  return Array.from({ length: count }, (_, at) => {
    const transaction = once[at % once.length] as RpcTransaction;
    const round = Math.floor(at / once.length);
    if (round === 0) return transaction;
    const { r, s, v, yParity, ...unsigned } = transaction;
    const nonce = `0x${(BigInt(transaction.nonce) + BigInt(round) * 1_000_000n).toString(16)}`;
    return { ...unsigned, nonce, hash: transaction.hash.slice(0, -4) + round.toString(16).padStart(4, "0") };
  });
}
