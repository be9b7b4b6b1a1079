import type { ArithmeticOperator } from "./condition-ast";
import { type ConditionResult, type Decimal, Unknown } from "./condition-value";
import { combineDecimals, compareDecimals, toDecimal, wholeOf } from "./decimal";

const DIVIDED_BY_ZERO = new Unknown("it divides by zero");
/** A product of sixteen words. */
const MAX_MAGNITUDE = 1n << 4096n;
const TOO_LARGE = new Unknown("the number has over 4,096 bits");
const NO_NUMBER = new Unknown("it is no number");

function isNumber(value: ConditionResult): value is bigint | Decimal {
  return typeof value === "bigint" || (typeof value === "object" && "coefficient" in value);
}

/** Exact arithmetic; division of integers truncates toward zero, by zero it is unknown. */
export function combineNumbers(op: ArithmeticOperator, left: ConditionResult, right: ConditionResult): ConditionResult {
  if (left instanceof Unknown) return left;
  if (right instanceof Unknown) return right;
  if (!isNumber(left) || !isNumber(right)) return NO_NUMBER;
  if (typeof left !== "bigint" || typeof right !== "bigint") {
    const result = combineDecimals(op, toDecimal(left), toDecimal(right));
    if (isTooLarge(result.coefficient)) return TOO_LARGE;
    return wholeOf(result) ?? result;
  }
  const result = combineIntegers(op, left, right);
  return typeof result === "bigint" && isTooLarge(result) ? TOO_LARGE : result;
}

/** Without a limit a few kilobytes of factors would make numbers that take seconds. */
function isTooLarge(value: bigint): boolean {
  return value > MAX_MAGNITUDE || value < -MAX_MAGNITUDE;
}

function combineIntegers(op: ArithmeticOperator, left: bigint, right: bigint): bigint | Unknown {
  switch (op) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0n ? DIVIDED_BY_ZERO : left / right;
    default:
      return right === 0n ? DIVIDED_BY_ZERO : left % right;
  }
}

/** Negative, zero or positive; null when either is no number. */
export function compareNumbers(left: ConditionResult, right: ConditionResult): number | null {
  if (typeof left === "bigint" && typeof right === "bigint") return left < right ? -1 : left > right ? 1 : 0;
  if (!isNumber(left) || !isNumber(right)) return null;
  return compareDecimals(toDecimal(left), toDecimal(right));
}
