import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

/** What a rule can ask of, and what proves the sender: nothing else that a node adds takes room. */
const KEPT: ReadonlySet<string> = new Set([
  ...["hash", "from", "to", "input", "value", "nonce", "gas", "gasPrice", "maxFeePerGas", "maxPriorityFeePerGas"],
  ...["type", "chainId", "accessList", "r", "s", "v", "yParity"],
  ...["maxFeePerBlobGas", "blobVersionedHashes", "authorizationList"],
]);

/** A transaction as JSON that PostgreSQL takes: without NUL and halves of a surrogate pair, which a node may send. */
export function toRecordedBody(transaction: RpcTransaction): string {
  const kept = Object.fromEntries(Object.entries(transaction).filter(([name]) => KEPT.has(name)));
  return JSON.stringify(kept).replaceAll(/\\u0000|\\ud[89a-f][0-9a-f]{2}/g, "\\ufffd");
}
