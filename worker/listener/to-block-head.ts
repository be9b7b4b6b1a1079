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

function isQuantity(value: unknown): value is string {
  return typeof value === "string" && /^0x[0-9a-f]{1,16}$/i.test(value);
}
