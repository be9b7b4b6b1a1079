import { normalizeAddress } from "~/domain/transactions/address";
import { aType, type ConditionType, typeName } from "./condition-type";
import { parseDecimal } from "./decimal";
import { inRange } from "./range";
import type { CompoundLiteral } from "./typed-node";

/** Why a written array or tuple can never be equal to a value of the type, in a sentence; null when it can. */
export function literalProblem(type: ConditionType, literal: CompoundLiteral): string | null {
  if (type.kind === "any") return null;
  if (type.kind === "array" || type.kind === "tuple") return partsProblem(type, literal);
  if (literal.kind !== "leaf") return `A value of type ${typeName(type)} is expected where several values stand.`;
  return leafFits(type, literal.text, literal.quoted) ? null : `${literal.text || "''"} is not ${aType(type)}.`;
}

function partsProblem(type: ConditionType & { kind: "array" | "tuple" }, literal: CompoundLiteral): string | null {
  if (literal.kind === "leaf") return `${literal.text || "''"} is not ${aType(type)}.`;
  const isArray = type.kind === "array";
  const wanted = isArray ? type.length : type.components.length;
  const count = literal.kind === "object" ? literal.fields.size : literal.items.length;
  if (wanted !== null && wanted !== count) return `${typeName(type)} has ${wanted} parts; here are ${count}.`;
  if (literal.kind === "object")
    return isArray ? `A value of type ${typeName(type)} is written in [ ].` : fieldsProblem(type, literal.fields);
  for (const [index, item] of literal.items.entries()) {
    const part = isArray ? type.item : type.components[index]?.type;
    const problem = part ? literalProblem(part, item) : null;
    if (problem !== null) return problem;
  }
  return null;
}

function fieldsProblem(
  type: ConditionType & { kind: "tuple" },
  fields: ReadonlyMap<string, CompoundLiteral>,
): string | null {
  for (const { name, type: part } of type.components) {
    const field = fields.get(name);
    const problem = field ? literalProblem(part, field) : `The field ${name} is missing.`;
    if (problem !== null) return problem;
  }
  return null;
}

function leafFits(type: ConditionType, text: string, quoted: boolean): boolean {
  switch (type.kind) {
    case "int":
      return !quoted && /^(?:-?\d{1,80}|0x[0-9a-f]{1,64})$/i.test(text) && inRange(BigInt(text), type, false);
    case "decimal":
      return !quoted && parseDecimal(text) !== null;
    case "bool":
      return !quoted && /^(true|false)$/i.test(text);
    case "address":
      return normalizeAddress(text).ok;
    case "bytes":
      return /^0x([0-9a-f]{2})*$/i.test(text) && (type.size === null || text.length === 2 + type.size * 2);
    default:
      return true;
  }
}
