import { checkComparison, checkRight, comparisonKind } from "./check-comparison";
import { type CheckContext, type NameScope, report } from "./check-context";
import { checkOperand } from "./check-operand";
import { coerceLiteral } from "./coerce-literal";
import { compareNumbers } from "./combine-numbers";
import type { ConditionNode } from "./condition-ast";
import type { ConditionError } from "./condition-error";
import { aType, type ConditionType, typeName } from "./condition-type";
import { nearestList } from "./nearest-list";
import type { TypedNode } from "./typed-node";

const BOOL: ConditionType = { kind: "bool" };
/** What `in` can look for. */
const LISTED = ["int", "decimal", "bool", "address", "bytes", "text", "any"];

/** Resolves a condition's names in `scope` and gives each part its type; the errors are in the order of the text. */
export function checkNode(ast: ConditionNode, scope: NameScope): { root: TypedNode; errors: ConditionError[] } {
  const errors: ConditionError[] = [];
  const context: CheckContext = { scope, errors, check: (node) => checkAny(context, node) };
  const root = checkBoolean(context, ast);
  errors.sort((left, right) => left.position.start - right.position.start);
  return { root, errors };
}

function checkAny(context: CheckContext, node: ConditionNode): TypedNode {
  switch (node.kind) {
    case "or":
    case "and": {
      const items = node.items.map((item) => checkBoolean(context, item));
      return { type: BOOL, node, kind: node.kind, items };
    }
    case "not":
      return { type: BOOL, node, kind: "not", item: checkBoolean(context, node.item) };
    case "compare":
      return refuseConstant(context, checkComparison(context, node));
    case "in":
      return refuseConstant(context, checkIn(context, node));
    case "between":
      return refuseConstant(context, checkBetween(context, node));
    default:
      return checkOperand(context, node);
  }
}

/** What AND, OR and NOT join is true or false. */
function checkBoolean(context: CheckContext, node: ConditionNode): TypedNode {
  const typed = checkAny(context, node);
  if (typed.type.kind === "any") return typed;
  if (typed.type.kind !== "bool") {
    const detail = `This is ${aType(typed.type)}, neither true nor false: compare it with something.`;
    return report(context, "not_boolean", detail, node);
  }
  return typed.kind === "constant" ? refuseConstant(context, typed) : typed;
}

function refuseConstant(context: CheckContext, typed: TypedNode): TypedNode {
  if (hasVariable(typed)) return typed;
  return report(
    context,
    "constant_condition",
    "This is always the same: it names nothing of a transaction.",
    typed.node,
  );
}

function hasVariable(typed: TypedNode): boolean {
  switch (typed.kind) {
    case "constant":
    case "pattern":
    case "literal":
      return false;
    case "variable":
      return true;
    case "step":
      return hasVariable(typed.base);
    case "negate":
    case "not":
      return hasVariable(typed.item);
    case "arithmetic":
    case "compare":
      return hasVariable(typed.left) || hasVariable(typed.right);
    case "call":
      return typed.args.some(hasVariable);
    case "in":
      return typed.items.length > 0 && (hasVariable(typed.item) || typed.items.some(hasVariable));
    case "inSaved":
      return hasVariable(typed.item);
    case "between":
      return hasVariable(typed.item) || hasVariable(typed.low) || hasVariable(typed.high);
    default:
      return typed.items.some(hasVariable);
  }
}

function checkIn(context: CheckContext, node: ConditionNode & { kind: "in" }): TypedNode {
  const item = checkOperand(context, node.item);
  const { negated, list } = node;
  if (!LISTED.includes(item.type.kind)) {
    return report(context, "operator_type", `in cannot be used with ${aType(item.type)}; try contains.`, node);
  }
  if (list.kind === "savedList") {
    if (!context.scope.lists.has(list.name)) {
      return report(context, "unknown_list", nearestList(list.name, context.scope.lists), node, list);
    }
    if (item.type.kind !== "address" && item.type.kind !== "any") {
      const detail = `@${list.name} holds addresses; this is ${aType(item.type)}.`;
      return report(context, "operator_type", detail, node);
    }
    return { type: BOOL, node, kind: "inSaved", negated, item, list: list.name };
  }
  const items = list.items.map((each) => {
    const right = checkRight(context, item, each);
    return right.kind === "constant" ? coerceLiteral(context, right, item.type, "==") : right;
  });
  const fitting = items.map((each) => {
    if (comparisonKind(item, each) !== null) return each;
    const detail = `A value of type ${typeName(item.type)} is never equal to ${aType(each.type)}.`;
    return report(context, "type_mismatch", detail, each.node);
  });
  const by = comparisonKind(item, item) ?? "text";
  return { type: BOOL, node, kind: "in", negated, by, item, items: fitting };
}

function checkBetween(context: CheckContext, node: ConditionNode & { kind: "between" }): TypedNode {
  const item = checkOperand(context, node.item);
  if (!["int", "decimal", "any"].includes(item.type.kind)) {
    return report(context, "operator_type", `between takes numbers; this is ${aType(item.type)}.`, node);
  }
  const [low, high] = [node.low, node.high].map((bound) => checkBound(context, item, bound));
  if (!low || !high) return item;
  if (low.kind === "constant" && high.kind === "constant" && (compareNumbers(low.value, high.value) ?? 0) > 0) {
    const detail = "The lower bound is above the upper one: nothing is between them.";
    return report(context, "constant_condition", detail, node);
  }
  return { type: BOOL, node, kind: "between", item, low, high };
}

function checkBound(context: CheckContext, item: TypedNode, node: ConditionNode): TypedNode {
  const bound = checkOperand(context, node);
  const coerced = bound.kind === "constant" ? coerceLiteral(context, bound, item.type, "<=") : bound;
  if (["int", "decimal", "any"].includes(coerced.type.kind)) return coerced;
  return report(context, "type_mismatch", `between takes numbers; this is ${aType(coerced.type)}.`, node);
}
