import type { RpcTransaction } from "./rpc-transaction";
import { toSignedTransaction } from "./to-signed-transaction";

/**
 * Whether a transaction's content hashes to the hash that it was announced under. A node that lies about the content
 * can't make it fit. The sender isn't part of the content.
 *
 * @returns null when that can't be told: without a signature, or for the types that other chains have.
 */
export function fitsItsHash(transaction: RpcTransaction): boolean | null {
  const hash = toSignedTransaction(transaction)?.hash ?? null;
  return hash === null ? null : hash === transaction.hash.toLowerCase();
}
