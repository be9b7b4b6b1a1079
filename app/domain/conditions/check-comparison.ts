import { type CheckContext, report } from "./check-context";
import { checkElement } from "./check-element";
import { checkOperand } from "./check-operand";
import { coerceLiteral } from "./coerce-literal";
import { compilePattern } from "./compile-pattern";
import type { CompareOperator, ConditionNode } from "./condition-ast";
import { aType, type ConditionType, typeName } from "./condition-type";
import { parseCondition } from "./parse-condition";
import { printCondition } from "./print-condition";
import { decidedByType } from "./range";
import type { ComparisonKind, TypedNode } from "./typed-node";

const ORDERED: readonly CompareOperator[] = ["==", "!=", ">", ">=", "<", "<="];
const WHOLE: readonly CompareOperator[] = ["==", "!="];
const PARTS: readonly CompareOperator[] = ["==", "!=", "contains", "starts_with", "ends_with"];
const ALL: readonly CompareOperator[] = [...ORDERED, "contains", "starts_with", "ends_with", "matches"];

const OPERATORS: Record<ConditionType["kind"], readonly CompareOperator[]> = {
  int: ORDERED,
  decimal: ORDERED,
  bool: WHOLE,
  address: WHOLE,
  bytes: PARTS,
  text: [...PARTS, "matches"],
  array: ["==", "!=", "contains"],
  tuple: ["==", "!=", "contains"],
  any: ALL,
};

/** Checks a comparison: the operator is one that the left side's type has, and the right side fits it. */
export function checkComparison(context: CheckContext, node: ConditionNode & { kind: "compare" }): TypedNode {
  const { op } = node;
  const left = checkLeft(context, node.left);
  const right = checkRight(context, left, node.right);
  if (left.kind === "constant" && right.kind !== "constant" && WHOLE.concat(ORDERED).includes(op)) {
    return finish(context, node, coerceLiteral(context, left, right.type, op), right);
  }
  const { kind } = left.type;
  if (!OPERATORS[kind].includes(op)) {
    const detail = `${op} cannot be used with ${aType(left.type)}: that has ${OPERATORS[kind].join(" ")}.`;
    return report(context, "operator_type", detail, node);
  }
  if (op === "matches") return checkPattern(context, node, left, right);
  if (op === "contains" && (kind === "array" || kind === "tuple")) {
    const element = checkElement(context, left.type, right);
    return { type: { kind: "bool" }, node, kind: "compare", op, by: "compound", left, right: element };
  }
  return finish(context, node, left, right.kind === "constant" ? coerceLiteral(context, right, left.type, op) : right);
}

/** A number on the left is a name where one has it: unnamed parameters of the anchor are called `0`, `1`. */
function checkLeft(context: CheckContext, node: ConditionNode): TypedNode {
  if (node.kind !== "number" || node.unit !== null) return checkOperand(context, node);
  const { start, end, raw } = node;
  const [name = "", index] = raw.split(".");
  if (!context.scope.find(name)) return checkOperand(context, node);
  const base: ConditionNode = { kind: "name", name, start, end: start + name.length };
  // `0.1` may be a part of `0`, too.
  if (index === undefined) return checkOperand(context, base);
  return checkOperand(context, { kind: "index", base, index: Number(index), dotted: true, start, end });
}

/** A bare word that is no name is text, where the left side is one or holds some. */
export function checkRight(context: CheckContext, left: TypedNode, node: ConditionNode): TypedNode {
  if (node.kind === "word") return checkWord(context, node);
  const isNegative = node.kind === "negate" && node.item.kind === "name";
  const name = isNegative ? node.item : node;
  if (name.kind !== "name" || context.scope.find(name.name)) return checkOperand(context, node);
  const takesText = ["text", "array", "tuple", "any"].includes(left.type.kind);
  if (!takesText && !context.scope.isLenient) return checkOperand(context, node);
  const text = isNegative ? `-${name.name}` : name.name;
  return { type: { kind: "text" }, node, kind: "constant", value: text, raw: text };
}

/** `fee-tip` is a difference where `fee` is a name, else text. */
function checkWord(context: CheckContext, node: ConditionNode & { kind: "word" }): TypedNode {
  const first = node.text.split("-")[0] ?? "";
  const parsed = context.scope.find(first) ? parseCondition(`(${node.text})`) : null;
  if (parsed?.ok !== true) return checkOperand(context, node);
  const inner: CheckContext = { ...context, errors: [] };
  const typed = checkOperand(inner, parsed.ast);
  for (const error of inner.errors) context.errors.push({ ...error, position: { start: node.start, end: node.end } });
  return { ...typed, node };
}

function checkPattern(
  context: CheckContext,
  node: ConditionNode & { kind: "compare" },
  left: TypedNode,
  right: TypedNode,
): TypedNode {
  if (right.kind !== "constant" || right.type.kind !== "text" || typeof right.value !== "string") {
    return report(context, "pattern_malformed", "A pattern is a text in quotes, such as 'drain|sweep'.", right.node);
  }
  try {
    compilePattern(right.value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it is malformed";
    return report(context, "pattern_malformed", `The pattern is no RE2 syntax: ${reason}.`, right.node);
  }
  const pattern: TypedNode = { type: { kind: "text" }, node: right.node, kind: "pattern", value: right.value };
  return { type: { kind: "bool" }, node, kind: "compare", op: "matches", by: "text", left, right: pattern };
}

function finish(
  context: CheckContext,
  node: ConditionNode & { kind: "compare" },
  left: TypedNode,
  right: TypedNode,
): TypedNode {
  const by = comparisonKind(left, right);
  if (by === null) {
    const detail = `A value of type ${typeName(left.type)} cannot be compared with ${aType(right.type)}.`;
    return report(context, "type_mismatch", detail, node);
  }
  lint(context, node, left, right);
  return { type: { kind: "bool" }, node, kind: "compare", op: node.op, by, left, right };
}

/** How two values are compared, or null when their types never are. */
export function comparisonKind({ type: left, kind: leftIs }: TypedNode, { type: right, kind: rightIs }: TypedNode) {
  if (left.kind === "any" || right.kind === "any") return kindOf(left.kind === "any" ? right.kind : left.kind);
  const isWritten = leftIs === "constant" || rightIs === "constant";
  if (left.kind === "bytes" && right.kind === "bytes") {
    return isWritten || left.size === null || right.size === null || left.size === right.size ? "bytes" : null;
  }
  if (left.kind === "address" && right.kind === "bytes") return right.size === 20 ? "bytes" : null;
  if (left.kind === "bytes" && right.kind === "address") return left.size === 20 ? "bytes" : null;
  // Bytes against the text of hex digits, as the anchor has it.
  if (isWritten && left.kind === "bytes" && right.kind === "text") return "text";
  if (left.kind === "array" || left.kind === "tuple") return typeName(left) === typeName(right) ? "compound" : null;
  return kindOf(left.kind) === kindOf(right.kind) ? kindOf(left.kind) : null;
}

function kindOf(kind: ConditionType["kind"]): ComparisonKind {
  if (kind === "int" || kind === "decimal") return "number";
  return kind === "array" || kind === "tuple" ? "compound" : kind === "any" ? "text" : kind;
}

/** What is well formed and yet says nothing: the anchor lets it through. */
function lint(
  context: CheckContext,
  node: ConditionNode & { kind: "compare" },
  left: TypedNode,
  right: TypedNode,
): void {
  if (context.scope.isLenient) return;
  if (left.kind !== "constant" && printCondition(node.left) === printCondition(node.right)) {
    report(context, "constant_condition", "Both sides are the same.", node);
  }
  if (left.type.kind !== "int" || right.kind !== "constant" || typeof right.value !== "bigint") return;
  const answer = decidedByType(node.op, right.value, left.type);
  if (answer === null) return;
  const detail = `This is always ${answer}: a ${left.type.name} is from ${left.type.min} to ${left.type.max}.`;
  report(context, "constant_condition", detail, node);
}
