import type { AbiType } from "~/domain/transactions/abi-type";
import type { ResolvedEvent } from "~/domain/transactions/resolved-event";
import type { ResolvedFunction } from "~/domain/transactions/resolved-function";
import type { ArithmeticOperator, CompareOperator, ConditionNode } from "./condition-ast";
import type { ConditionSubject } from "./condition-subject";
import type { ConditionType } from "./condition-type";
import type { ConditionResult, ConditionValue, Unknown } from "./condition-value";

/**
 * Where a name's value comes from.
 * - `field`: a fact of the subject, read by a function that never throws
 * - `argument`: a parameter of the matched call; `at` is the place of its head in bytes after the selector
 * - `topic`: an indexed parameter of the event; of a dynamic type only its hash
 * - `data`: a parameter of the event that isn't indexed; `at` as for `argument`, in the log's data
 * - `absent`: not there, and why
 */
export type ValueSource =
  | { kind: "field"; read: (subject: ConditionSubject) => ConditionResult }
  | { kind: "argument" | "data"; abi: AbiType; at: number }
  | { kind: "topic"; abi: AbiType; topic: number }
  | { kind: "absent"; unknown: Unknown };

/** What a name stands for. */
export interface ResolvedName {
  type: ConditionType;
  source: ValueSource;
  /** Its value hangs on a simulation. */
  isOutcome?: true;
}

/** How two sides are compared once their types are known to fit. */
export type ComparisonKind = "number" | "bool" | "address" | "bytes" | "text" | "compound";

/** A condition whose names are resolved and whose types fit. `node` is what was written, for explanations. */
export type TypedNode = { type: ConditionType; node: ConditionNode } & (
  | { kind: "constant"; value: ConditionValue; raw: string }
  | { kind: "pattern"; value: string }
  | { kind: "literal"; value: CompoundLiteral }
  | { kind: "variable"; source: ValueSource }
  | { kind: "step"; base: TypedNode; index: number }
  | { kind: "arithmetic"; op: ArithmeticOperator; left: TypedNode; right: TypedNode }
  | { kind: "negate"; item: TypedNode }
  | { kind: "call"; fn: "length" | "lower" | "abs" | "min" | "max" | "selector"; args: readonly TypedNode[] }
  | { kind: "compare"; op: CompareOperator; by: ComparisonKind; left: TypedNode; right: TypedNode }
  | { kind: "in"; negated: boolean; by: ComparisonKind; item: TypedNode; items: readonly TypedNode[] }
  | { kind: "inSaved"; negated: boolean; item: TypedNode; list: string }
  | { kind: "between"; item: TypedNode; low: TypedNode; high: TypedNode }
  | { kind: "and" | "or"; items: readonly TypedNode[] }
  | { kind: "not"; item: TypedNode }
);

/** An array or tuple as a text writes it, such as `[1,2]` or `(1,"x")`; `text` is the word as written or unquoted. */
export type CompoundLiteral =
  | { kind: "leaf"; text: string; quoted: boolean }
  | { kind: "array" | "tuple"; items: readonly CompoundLiteral[] }
  | { kind: "object"; fields: ReadonlyMap<string, CompoundLiteral> };

/** A condition checked against one function or event, or against none. */
export interface CheckedVariant {
  fn: ResolvedFunction | null;
  event: ResolvedEvent | null;
  root: TypedNode;
}

/**
 * A condition checked against all that it may meet, ready for `compileCondition`. `other` is what is asked of a call or
 * event that is none of those: its parameters are unknown.
 */
export interface CheckedCondition {
  text: string;
  ast: ConditionNode;
  variants: readonly CheckedVariant[];
  other: TypedNode;
  usesOutcome: boolean;
}
