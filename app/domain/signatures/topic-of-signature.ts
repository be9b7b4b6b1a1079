import { id } from "ethers";

/** The first topic of an event's logs: keccak-256 of its canonical signature (Solidity ABI specification, "Events"). */
export function topicOfSignature(signature: string): string {
  return id(signature);
}
