import { type CheckContext, report } from "./check-context";
import { numberOf } from "./coerce-literal";
import { combineNumbers } from "./combine-numbers";
import type { ConditionNode } from "./condition-ast";
import { aType, type ConditionType } from "./condition-type";
import { type ConditionValue, Unknown } from "./condition-value";
import { formatValue } from "./format-value";
import type { TypedNode } from "./typed-node";

type CheckOperand = (context: CheckContext, node: ConditionNode) => TypedNode;

const INTEGER: ConditionType = { kind: "int", name: "number", min: null, max: null };

/** Checks `+ - * / %`: both sides are numbers. What is constant is worked out here. */
export function checkArithmetic(
  context: CheckContext,
  node: ConditionNode & { kind: "arithmetic" },
  checkOperand: CheckOperand,
): TypedNode {
  const left = checkNumberOperand(context, node.left, checkOperand);
  const right = checkNumberOperand(context, node.right, checkOperand);
  const { op } = node;
  if ((op === "/" || op === "%") && right.kind === "constant" && right.value === 0n) {
    return report(context, "division_by_zero", "Nothing can be divided by zero.", node.right);
  }
  const isDecimal = left.type.kind === "decimal" || right.type.kind === "decimal";
  if (isDecimal && (op === "/" || op === "%")) {
    return report(context, "operator_type", `${op} takes whole numbers: multiply both sides instead.`, node);
  }
  const isAny = left.type.kind === "any" || right.type.kind === "any";
  const type: ConditionType = isAny ? { kind: "any" } : isDecimal ? { kind: "decimal" } : INTEGER;
  if (left.kind === "constant" && right.kind === "constant") {
    const value = combineNumbers(op, left.value, right.value);
    if (value instanceof Unknown) return report(context, "number_malformed", "This number is too large.", node);
    return constant(node, value);
  }
  return { type, node, kind: "arithmetic", op, left, right };
}

/** Checks a minus sign: it stands before a number. */
export function checkNegation(
  context: CheckContext,
  node: ConditionNode & { kind: "negate" },
  checkOperand: CheckOperand,
): TypedNode {
  const item = checkNumberOperand(context, node.item, checkOperand);
  if (item.kind === "constant") {
    const value = combineNumbers("-", 0n, item.value);
    if (!(value instanceof Unknown)) return constant(node, value);
  }
  const { kind } = item.type;
  return { type: kind === "int" ? INTEGER : item.type, node, kind: "negate", item };
}

/** Checks an operand that has to be a number; hex and numbers in quotes are. */
export function checkNumberOperand(context: CheckContext, node: ConditionNode, checkOperand: CheckOperand): TypedNode {
  const typed = checkOperand(context, node);
  const { kind } = typed.type;
  if (kind === "int" || kind === "decimal" || kind === "any") return typed;
  if (typed.kind === "constant") {
    const value = numberOf(typed);
    if (value !== null) return constant(node, value);
  }
  return report(context, "operator_type", `A number is needed here, and this is ${aType(typed.type)}.`, node);
}

function constant(node: ConditionNode, value: ConditionValue): TypedNode {
  const type: ConditionType = typeof value === "bigint" ? INTEGER : { kind: "decimal" };
  return { type, node, kind: "constant", value, raw: formatValue(value) };
}
