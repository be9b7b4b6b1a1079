import { nearest } from "~/domain/signatures/nearest";
import { checkArithmetic, checkNegation } from "./check-arithmetic";
import { checkCall } from "./check-call";
import { type CheckContext, report } from "./check-context";
import type { ConditionNode, Span } from "./condition-ast";
import { type ConditionType, typeName } from "./condition-type";
import { Unknown } from "./condition-value";
import { numberLiteral } from "./number-literal";
import type { ResolvedName, TypedNode } from "./typed-node";

/** The type of a number that nothing bounds. */
export const NUMBER: ConditionType = { kind: "int", name: "number", min: null, max: null };

/** Gives a value its type: a literal, a name, a step into something, a call or arithmetic. */
export function checkOperand(context: CheckContext, node: ConditionNode): TypedNode {
  switch (node.kind) {
    case "text":
      return { type: { kind: "text" }, node, kind: "constant", value: node.value, raw: node.value };
    case "word":
      return { type: { kind: "text" }, node, kind: "constant", value: node.text, raw: node.text };
    case "boolean":
      return { type: { kind: "bool" }, node, kind: "constant", value: node.value, raw: String(node.value) };
    case "hex":
      return { type: { kind: "bytes", size: null }, node, kind: "constant", value: node.raw, raw: node.raw };
    case "number":
      return checkNumber(context, node);
    case "name": {
      const found = context.scope.find(node.name);
      if (found) return variable(node, found);
      return report(context, "unknown_name", context.scope.explainMissing(node.name), node);
    }
    case "position": {
      const found = context.scope.findPosition(node.index);
      if (found) return variable(node, found);
      return report(context, "index_range", context.scope.explainMissingPosition(node.index), node);
    }
    case "field":
      return checkField(context, node);
    case "index":
      return checkIndex(context, node);
    case "arithmetic":
      return checkArithmetic(context, node, checkOperand);
    case "negate":
      return checkNegation(context, node, checkOperand);
    case "call":
      return checkCall(context, node, checkOperand);
    default:
      return context.check(node);
  }
}

function variable(node: ConditionNode, found: ResolvedName): TypedNode {
  return { type: found.type, node, kind: "variable", source: found.source };
}

function checkNumber(context: CheckContext, node: ConditionNode & { kind: "number" }): TypedNode {
  const value = numberLiteral(node.raw, node.unit);
  const raw = node.unit === null ? node.raw : `${node.raw} ${node.unit}`;
  if (value === null) {
    const detail = node.unit === null ? "This number is too long." : `${raw} is no whole number of the smallest unit.`;
    return report(context, "number_malformed", detail, node);
  }
  const type: ConditionType = typeof value === "bigint" ? NUMBER : { kind: "decimal" };
  return { type, node, kind: "constant", value, raw };
}

function checkField(context: CheckContext, node: ConditionNode & { kind: "field" }): TypedNode {
  const { base, name } = node;
  const group = base.kind === "name" ? context.scope.findGroup(base.name) : null;
  const end = { start: node.end - name.length, end: node.end };
  if (group && base.kind === "name") {
    const member = group.get(name);
    if (member) return variable(node, member);
    return report(context, "unknown_name", context.scope.explainMissingMember(base.name, name), node, end);
  }
  const typed = checkOperand(context, base);
  const { type } = typed;
  if (type.kind === "any") return { ...typed, node };
  if (type.kind !== "tuple") {
    const hint = type.kind === "array" ? " Its elements are reached by position, such as [0]." : "";
    return noPart(
      context,
      "unknown_field",
      `A value of type ${typeName(type)} has no field ${name}.${hint}`,
      node,
      end,
    );
  }
  const index = type.components.findIndex((component) => component.name === name);
  const component = type.components[index];
  if (component) return { type: component.type, node, kind: "step", base: typed, index };
  const names = type.components.map((each) => each.name).filter((each) => each !== "");
  return noPart(context, "unknown_field", unknownField(name, names), node, end);
}

/** Of a value that was read from a text, what it has is known only then: what it has not is unknown, not wrong. */
function noPart(
  context: CheckContext,
  code: "unknown_field" | "index_range",
  detail: string,
  node: ConditionNode,
  span: Span = node,
): TypedNode {
  if (!context.scope.isLenient) return report(context, code, detail, node, span);
  const unknown = new Unknown(detail.replace(/\.$/, ""));
  return { type: { kind: "any" }, node, kind: "variable", source: { kind: "absent", unknown } };
}

function unknownField(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  if (near !== null) return `There is no field ${name}. Did you mean ${near}?`;
  return names.length === 0
    ? "The fields have no names here: they are reached by position, such as [0]."
    : `There is no field ${name}; there are ${names.join(", ")}.`;
}

function checkIndex(context: CheckContext, node: ConditionNode & { kind: "index" }): TypedNode {
  const typed = checkOperand(context, node.base);
  const { type } = typed;
  const { index } = node;
  if (type.kind === "any") return { ...typed, node };
  if (type.kind === "tuple" && (node.dotted || type.opens !== "{")) {
    // An object's keys may be digits, as in `o.0`.
    const named = node.dotted ? type.components.findIndex((each) => each.name === String(index)) : -1;
    const component = type.components[named < 0 ? index : named];
    if (component) return { type: component.type, node, kind: "step", base: typed, index: named < 0 ? index : named };
    const detail = `There is no position ${index}: it has ${type.components.length} parts, counted from 0.`;
    return noPart(context, "index_range", detail, node);
  }
  if (type.kind !== "array") {
    const detail = `A value of type ${typeName(type)} has no positions; arrays and tuples have.`;
    return noPart(context, "index_range", detail, node);
  }
  if (type.length !== null && index >= type.length) {
    const detail = `There is no position ${index}: it has ${type.length} elements, counted from 0.`;
    return report(context, "index_range", detail, node);
  }
  return { type: type.item, node, kind: "step", base: typed, index };
}
