import { compareNumbers } from "./combine-numbers";
import type { CompareOperator } from "./condition-ast";
import { type ConditionResult, Unknown } from "./condition-value";
import type { ComparisonKind } from "./typed-node";

/** True, false, or why neither. */
export type Answer = boolean | Unknown;

const NOT_COMPARABLE = new Unknown("the two sides cannot be compared");

/** Compares two values of one kind; arrays and tuples are for `compareCompound`, patterns for the compiled one. */
export function compareValues(
  by: ComparisonKind,
  op: CompareOperator,
  left: ConditionResult,
  right: ConditionResult,
): Answer {
  if (left instanceof Unknown) return left;
  if (right instanceof Unknown) return right;
  if (by === "number") {
    const order = compareNumbers(left, right);
    return order === null ? NOT_COMPARABLE : holdsFor(op, order);
  }
  if (by === "bool") return op === "==" ? left === right : left !== right;
  if (typeof left !== "string" || typeof right !== "string") return NOT_COMPARABLE;
  return compareStrings(by, op, left.toLowerCase(), right.toLowerCase());
}

/** What an order of two values says of a comparison. */
export function holdsFor(op: CompareOperator, order: number): boolean {
  switch (op) {
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0;
    default:
      return order <= 0;
  }
}

/** Compares addresses, bytes and texts, both already in lower case. */
export function compareStrings(by: ComparisonKind, op: CompareOperator, left: string, right: string): Answer {
  switch (op) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "starts_with":
      return left.startsWith(right);
    case "ends_with":
      return by === "bytes" ? left.endsWith(right.slice(2)) : left.endsWith(right);
    case "contains":
      return by === "bytes" ? containsBytes(left, right.slice(2)) : left.includes(right);
    default:
      return NOT_COMPARABLE;
  }
}

/** Whole bytes only: the digits `bc` of `0xabcd` are halves of two. */
function containsBytes(hex: string, digits: string): boolean {
  let at = hex.indexOf(digits, 2);
  while (at >= 0 && at % 2 !== 0) at = hex.indexOf(digits, at + 1);
  return at >= 0;
}

/** AND of three-valued answers: false wins, then unknown. */
export function both(left: Answer, right: Answer): Answer {
  if (left === false || right === false) return false;
  return left instanceof Unknown ? left : right;
}

/** OR of three-valued answers: true wins, then unknown. */
export function either(left: Answer, right: Answer): Answer {
  if (left === true || right === true) return true;
  return left instanceof Unknown ? left : right;
}

/** NOT of a three-valued answer. */
export function negated(answer: Answer): Answer {
  return answer instanceof Unknown ? answer : !answer;
}
