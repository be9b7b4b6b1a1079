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
