import type { FunctionInput } from "./resolved-function";

/** One parameter of an event; an indexed one is a topic, and of a dynamic type only its keccak-256 hash. */
export interface EventInput extends FunctionInput {
  indexed: boolean;
}

/**
 * An event that a log may be of (Solidity ABI specification, "Events"). `signature` and `name` are null when only its
 * topic is known.
 */
export interface ResolvedEvent {
  /** keccak-256 of the signature, 0x-hex in lower case; null for an anonymous event, whose logs carry no such topic. */
  topic0: string | null;
  /** Canonical, such as `Transfer(address,address,uint256)`. */
  signature: string | null;
  name: string | null;
  inputs: EventInput[];
  anonymous: boolean;
}
