/**
 * Where a call's parts stand among the words of a function's arguments, or of a tuple: numbers of head words, from 0
 * (every dynamic argument takes one).
 */
export interface CallFields {
  /** The word with the address that is called; `self`: the contract that carries the call. */
  to: number | "self";
  data: number;
  /** Wei. Absent: none is sent. `carried`: the value that came with the outer call. */
  value?: number | "carried";
  /** A function's signature as text, from which the selector comes; when it is empty, `data` begins with the selector. */
  signature?: number;
  /** A word that tells calls from delegatecalls. A call with any other number creates a contract, or reverts. */
  operation?: { at: number; call: number; delegatecall: number };
  /** How it runs when no `operation` tells. `call` when absent. */
  runs?: "call" | "delegatecall";
  /** No call is made when this is empty: an address of zero, or no data. */
  unless?: "noTarget" | "noData";
}

/** How the calls that a wrapper carries are found in its arguments. `at` is the number of a head word. */
export type Reading =
  /** One call; `within` is the tuple argument that holds its fields, when they aren't arguments themselves. */
  | { form: "one"; fields: CallFields; within?: number }
  /** An array of tuples, a call each. */
  | { form: "list"; at: number; fields: CallFields }
  /** A field each in arrays of equal length. */
  | { form: "arrays"; fields: CallFields }
  /** `bytes[]`: each is calldata for the contract itself, which delegatecalls itself with it, so the caller stays. */
  | { form: "own"; at: number }
  /** Calldata for the contract itself right behind the selector, run by a delegatecall. */
  | { form: "ownRest" }
  /** Safe's MultiSend: packed (operation, to, value, length, data). */
  | { form: "multiSend"; at: number }
  /** Aragon's EVMScript 1 (CallsScript): packed (to, length, data). */
  | { form: "callsScript"; at: number }
  /** ERC-7579 and ERC-7821: a mode word, and `bytes` that it says how to read. */
  | { form: "execution"; mode: number; at: number }
  /** An array of tuples that each hold an array of tuples. */
  | { form: "lists"; at: number; inner: number; fields: CallFields }
  /** A ProxyAdmin's function: it makes another call of the proxy, with the same arguments less the first. */
  | { form: "proxyAdmin"; selector: string; withData: boolean };

/** A function of a well-known contract that carries other calls in its calldata. */
export interface Wrapper {
  /** 0x and 8 digits, lower case: keccak-256 of the signature, checked by a test. */
  selector: string;
  signature: string;
  reading: Reading;
  /** The calls are only announced: they run later, in another transaction. */
  scheduled?: true;
  /** The calls come from another contract (a module's avatar, a pause proxy), which the calldata doesn't tell. */
  callerUnknown?: true;
  /**
   * The calls inside a delegatecalled target are read as that target's, for another function with this selector makes
   * a plain call of it.
   */
  alsoCalled?: true;
  /** The standard or the contract that has it. */
  source: string;
  /** Hash of a mainnet transaction in `tests/data` that calls it; null: its test encodes one with the published ABI. */
  example: string | null;
}
