/**
 * What could not be had: a name that isn't there, an index past the end, an argument that cannot be decoded. Made once,
 * when a condition is compiled, wherever that is possible.
 */
export class Unknown {
  /** Why, in a sentence without its full stop. */
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** An exact decimal number: `coefficient` / 10^`scale`. */
export interface Decimal {
  coefficient: bigint;
  scale: number;
}

/**
 * A value while a condition is evaluated: integers as bigint, addresses and bytes as 0x-hex in lower case, text as it
 * is, arrays and tuples as arrays whose elements may be unknown on their own.
 */
export type ConditionValue = bigint | boolean | string | Decimal | readonly ConditionResult[];

/** A value, or why there is none. */
export type ConditionResult = ConditionValue | Unknown;
