/** Where a piece of a condition stands in its text, in UTF-16 code units; `end` is exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** What two sides may be compared by. */
export type CompareOperator =
  | "=="
  | "!="
  | ">"
  | ">="
  | "<"
  | "<="
  | "contains"
  | "starts_with"
  | "ends_with"
  | "matches";

/** What two numbers may be combined by. */
export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";

/** The functions of the language. */
export type ConditionFunction = "length" | "lower" | "abs" | "min" | "max" | "selector";

/** The units that a number may carry. */
export type Unit = "wei" | "gwei" | "ether" | "bps" | "seconds" | "minutes" | "hours" | "days";

/** What stands on the right of `in`: a list written out, or the name of a saved one. */
export type ListNode = Span & ({ kind: "list"; items: ConditionNode[] } | { kind: "savedList"; name: string });

/**
 * A condition as it was written, nothing resolved. `word` is an unquoted text that is no name, such as `foo-bar`, and
 * stands only on the right of a comparison. Numbers and hex keep their spelling: what they mean depends on the other
 * side.
 */
export type ConditionNode = Span &
  (
    | { kind: "or" | "and"; items: ConditionNode[] }
    | { kind: "not"; item: ConditionNode }
    | { kind: "compare"; op: CompareOperator; left: ConditionNode; right: ConditionNode }
    | { kind: "in"; negated: boolean; item: ConditionNode; list: ListNode }
    | { kind: "between"; item: ConditionNode; low: ConditionNode; high: ConditionNode }
    | { kind: "arithmetic"; op: ArithmeticOperator; left: ConditionNode; right: ConditionNode }
    | { kind: "negate"; item: ConditionNode }
    | { kind: "index"; base: ConditionNode; index: number; dotted: boolean }
    | { kind: "field"; base: ConditionNode; name: string }
    | { kind: "call"; fn: ConditionFunction; args: ConditionNode[] }
    | { kind: "name"; name: string }
    | { kind: "position"; index: number }
    | { kind: "text"; value: string }
    | { kind: "boolean"; value: boolean }
    | { kind: "hex"; raw: string }
    | { kind: "number"; raw: string; unit: Unit | null }
    | { kind: "word"; text: string }
  );
