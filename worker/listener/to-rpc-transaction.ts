import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

/** A 32-byte word as hex with its prefix: a hash, and the most that a quantity may take. */
const WORD_LENGTH = 66;
const ADDRESS_LENGTH = 42;

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
 * What a node sent as a transaction, as an `RpcTransaction`: null when it isn't one. The object is completed in place
 * (no copy: this runs for every transaction of the chain), with lower-case hash and addresses, `to: null` where a node
 * leaves a creation's `to` out, and `input` where it says `data`. `from` may be missing (erigon). Whether the texts are
 * hex is left to whoever finds a match.
 */
export function toRpcTransaction(value: unknown): RpcTransaction | null {
  if (typeof value !== "object" || value === null) return null;
  const loose = value as Loose;
  if (typeof loose.hash !== "string" || loose.hash.length !== WORD_LENGTH) return null;
  if (typeof loose.input !== "string") {
    if (typeof loose.data !== "string") return null;
    loose.input = loose.data;
  }
  if (!isShort(loose.nonce) || !isShort(loose.value)) return null;
  loose.hash = loose.hash.toLowerCase();
  loose.to = isAddressLong(loose.to) ? loose.to.toLowerCase() : null;
  if (isAddressLong(loose.from)) loose.from = loose.from.toLowerCase();
  else delete loose.from;
  return value as RpcTransaction;
}

function isShort(quantity: unknown): quantity is string {
  return typeof quantity === "string" && quantity.length <= WORD_LENGTH;
}

function isAddressLong(text: unknown): text is string {
  return typeof text === "string" && text.length === ADDRESS_LENGTH;
}
