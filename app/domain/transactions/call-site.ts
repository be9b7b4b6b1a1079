/** One step on the way to an inner call: which function of which contract carried it. */
export interface PathStep {
  /** The contract that was called, lower case. */
  to: string;
  /** The wrapper's function, such as `execTransaction`. */
  name: string;
  /** Which of the calls that it carries, from 0; null when it carries one only. */
  index: number | null;
}

/** A call that a transaction makes: its own, or one that its calldata carries inside (a multicall, a Safe, a timelock). */
export interface CallSite {
  /** Whom it calls, lower case. */
  to: string;
  /** Calldata, 0x-hex. */
  input: string;
  /** Wei. */
  value: bigint;
  /** Who calls, lower case: the sender for a direct call, else the contract that carries it. Empty when not known. */
  caller: string;
  /** 0 for the transaction's own call. */
  depth: number;
  /** Outermost first; empty for the transaction's own call. */
  path: readonly PathStep[];
  /** `scheduled`: only announced now (a timelock's schedule, a governor's proposal) and executed later. */
  kind: "call" | "delegatecall" | "scheduled";
}
