import { type CheckContext, report } from "./check-context";
import { coerceLiteral, numberOf } from "./coerce-literal";
import { aType, type ConditionType, typeName } from "./condition-type";
import type { TypedNode } from "./typed-node";

/**
 * Checks what an array or tuple is asked to contain. Where all that it holds is of one kind, a written value has to be
 * one: an address of the wrong length is never found. The value is left as it is written, since elements of different
 * kinds are compared with it in different ways.
 */
export function checkElement(context: CheckContext, type: ConditionType, element: TypedNode): TypedNode {
  const kinds = new Map<string, ConditionType>();
  collectLeaves(type, kinds);
  const [leaf, ...others] = kinds.values();
  if (element.type.kind === "any" || kinds.has("any")) return element;
  if (element.type.kind === "array" || element.type.kind === "tuple") {
    return report(context, "type_mismatch", "contains looks for one element, not for several.", element.node);
  }
  if (element.kind !== "constant") {
    if (kinds.has(element.type.kind) || (kinds.has("int") && element.type.kind === "decimal")) return element;
    const detail = `A value of type ${typeName(type)} never contains ${aType(element.type)}.`;
    return report(context, "type_mismatch", detail, element.node);
  }
  if (!leaf || others.length > 0 || context.scope.isLenient) return element;
  if (leaf.kind === "int" && element.type.kind === "text" && numberOf(element) === null) {
    return report(context, "type_mismatch", `A value of type ${typeName(type)} contains numbers only.`, element.node);
  }
  if (leaf.kind === "address") {
    const coerced = coerceLiteral(context, element, leaf, "==");
    return coerced.kind === "constant" ? element : coerced;
  }
  return element;
}

function collectLeaves(type: ConditionType, into: Map<string, ConditionType>): void {
  if (type.kind === "array") collectLeaves(type.item, into);
  else if (type.kind === "tuple") for (const component of type.components) collectLeaves(component.type, into);
  else into.set(type.kind, type);
}
