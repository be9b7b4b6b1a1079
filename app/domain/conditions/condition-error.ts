import type { Span } from "./condition-ast";

/** Stable slugs of what can be wrong with a condition. */
export type ConditionErrorCode =
  | "too_long"
  | "syntax"
  | "too_deep"
  | "list_too_long"
  | "unknown_name"
  | "unknown_field"
  | "unknown_list"
  | "unknown_value"
  | "index_range"
  | "operator_type"
  | "type_mismatch"
  | "not_boolean"
  | "number_range"
  | "number_malformed"
  | "division_by_zero"
  | "address_malformed"
  | "address_length"
  | "address_checksum"
  | "bytes_length"
  | "pattern_malformed"
  | "constant_condition";

/** One fault of a condition: a sentence that says what would be right, and where it stands in the text. */
export interface ConditionError {
  code: ConditionErrorCode;
  detail: string;
  position: Span;
}

/** Thrown while a text is parsed, and only there: `parseCondition` turns it into its answer. */
export class ConditionSyntaxError extends Error {
  override readonly name = "ConditionSyntaxError";
  readonly code: ConditionErrorCode;
  readonly span: Span;

  constructor(code: ConditionErrorCode, detail: string, span: Span) {
    super(detail);
    this.code = code;
    this.span = { start: span.start, end: span.end };
  }
}
