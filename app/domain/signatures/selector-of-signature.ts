import { id } from "ethers";

/** The four bytes that a canonical signature is called by: the start of its keccak-256 (Solidity ABI specification). */
export function selectorOfSignature(signature: string): string {
  return id(signature).slice(0, 10);
}
