import type { BlockHead } from "./types";

/** A header (`newHeads`, `eth_getBlockByNumber`) as a `BlockHead`; null when it isn't one. */
export function toBlockHead(value: unknown): BlockHead | null {
  if (typeof value !== "object" || value === null) return null;
  const { number, hash, parentHash, timestamp } = value as Record<string, unknown>;
  if (!isQuantity(number) || !isQuantity(timestamp) || typeof hash !== "string" || typeof parentHash !== "string") {
    return null;
  }
  return {
    number: BigInt(number),
    hash: hash.toLowerCase(),
    parentHash: parentHash.toLowerCase(),
    atMs: Number(timestamp) * 1000,
  };
}

/** Up to 2^40: more blocks and seconds than any chain has, and what dates, safe integers and PostgreSQL can hold. */
function isQuantity(value: unknown): value is string {
  return typeof value === "string" && /^0x0{0,6}[0-9a-f]{1,10}$/i.test(value);
}
