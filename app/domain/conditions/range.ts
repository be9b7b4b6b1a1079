import type { CompareOperator } from "./condition-ast";
import type { ConditionType } from "./condition-type";

type IntType = ConditionType & { kind: "int" };

/** The type can hold the number. Leniently, any type of its sign counts as 256 bits wide, as it does for the anchor. */
export function inRange(value: bigint, type: IntType, isLenient: boolean): boolean {
  if (type.min === null || type.max === null) return true;
  if (!isLenient) return value >= type.min && value <= type.max;
  return type.min < 0n ? BigInt.asIntN(256, value) === value : BigInt.asUintN(256, value) === value;
}

/** A comparison that the type alone decides, such as `uint256 >= 0`: always true, always false, or null. */
export function decidedByType(op: CompareOperator, value: bigint, type: IntType): boolean | null {
  if (type.min === null || type.max === null) return null;
  if (op === ">=" && value <= type.min) return true;
  if (op === "<" && value <= type.min) return false;
  if (op === "<=" && value >= type.max) return true;
  if (op === ">" && value >= type.max) return false;
  return null;
}
