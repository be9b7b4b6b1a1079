import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

/** A 32-byte hash as hex with its prefix. */
const HASH_LENGTH = 66;

interface Loose {
  hash?: unknown;
  from?: unknown;
  to?: unknown;
  input?: unknown;
  data?: unknown;
  value?: unknown;
  nonce?: unknown;
}

/**
 * What a node sent as a pending transaction, as an `RpcTransaction`: null when it isn't one. The object is
 * completed in place (no copy: this runs for every transaction of the chain), with lower-case addresses, `to: null`
 * where a node leaves a creation's `to` out, and `input` where it says `data`. `from` may be missing (erigon).
 */
export function toPendingTransaction(value: unknown): RpcTransaction | null {
  if (typeof value !== "object" || value === null) return null;
  const loose = value as Loose;
  if (typeof loose.hash !== "string" || loose.hash.length !== HASH_LENGTH) return null;
  if (typeof loose.input !== "string") {
    if (typeof loose.data !== "string") return null;
    loose.input = loose.data;
  }
  if (typeof loose.nonce !== "string" || typeof loose.value !== "string") return null;
  if (typeof loose.to === "string") loose.to = loose.to.toLowerCase();
  else loose.to = null;
  if (typeof loose.from === "string") loose.from = loose.from.toLowerCase();
  return value as RpcTransaction;
}
