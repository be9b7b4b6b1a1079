import { isQuantity } from "~/domain/transactions/is-quantity";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { digestInput } from "./digest-input";
import type { OpenTransaction } from "./types";

/** What a transaction with the nonce of an open one does to it. */
export type Replacement = "sped_up" | "cancelling" | "replacing";

/** What a sender offers for inclusion. Wei; the tip is part of the cap (EIP-1559). */
export interface Fees {
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
}

/**
 * Tells a speed-up (the same call), a cancellation (an empty transaction to oneself, as wallets send it) and a
 * replacement with another call apart.
 */
export function classifyReplacement(open: OpenTransaction, other: RpcTransaction): Replacement {
  if (isSameCall(open, other)) return "sped_up";
  return isCancellation(other) ? "cancelling" : "replacing";
}

/** The same receiver, value and calldata. */
export function isSameCall(open: OpenTransaction, other: RpcTransaction): boolean {
  if (open.hash === other.hash || open.earlierHashes.includes(other.hash)) return true;
  return (
    (open.to ?? "") === (other.to?.toLowerCase() ?? "") &&
    isQuantity(other.value) &&
    BigInt(open.value) === BigInt(other.value) &&
    open.inputDigest === digestInput(other.input)
  );
}

/** Wallets cancel a transaction by an empty one of the same nonce to the sender himself. */
export function isCancellation({ from, to, value, input }: RpcTransaction): boolean {
  const isToSelf = to !== null && to.toLowerCase() === from?.toLowerCase();
  return isToSelf && isQuantity(value) && BigInt(value) === 0n && input === "0x";
}

/** Null when the transaction does not say, or not in quantities. */
export function feesOf({ gasPrice, maxFeePerGas, maxPriorityFeePerGas }: RpcTransaction): Fees | null {
  const cap = maxFeePerGas ?? gasPrice;
  const tip = maxPriorityFeePerGas ?? gasPrice;
  if (cap === undefined || tip === undefined || !isQuantity(cap) || !isQuantity(tip)) return null;
  return { maxFeePerGas: BigInt(cap), maxPriorityFeePerGas: BigInt(tip) };
}

/**
 * Whether a node that has `before` takes `after` in its place: both fees at least 10 % higher (geth's `--txpool.pricebump`,
 * which other clients share as their default). True when one of the two is not known.
 */
export function isRaise(before: Fees | null, after: Fees | null): boolean {
  if (before === null || after === null) return true;
  return (
    after.maxFeePerGas * 10n >= before.maxFeePerGas * 11n &&
    after.maxPriorityFeePerGas * 10n >= before.maxPriorityFeePerGas * 11n
  );
}
