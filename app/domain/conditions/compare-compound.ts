import { compareNumbers } from "./combine-numbers";
import { type Answer, both, compareValues, either } from "./compare-values";
import type { ConditionType } from "./condition-type";
import { type ConditionResult, type Decimal, Unknown } from "./condition-value";
import { formatDecimal, parseDecimal, wholeOf } from "./decimal";
import type { CompoundLiteral, TypedNode } from "./typed-node";

/** What `contains` looks for, in each form that an element may have. */
export interface Needle {
  /** As it is written. */
  text: string;
  lower: string;
  /** As hex digits without `0x` and spaces. */
  digits: string;
  number: bigint | Decimal | null;
}

const INTEGER = /^(?:-?\d{1,80}|0x[0-9a-f]{1,64})$/i;
const NUMBER = /^-?\d+(\.\d+)?$/;
const NO_PARTS = new Unknown("it has no elements");

/** Makes ready what `contains` looks for; unknown when the value is. */
export function toNeedle(node: TypedNode, value: ConditionResult): Needle | Unknown {
  if (value instanceof Unknown) return value;
  const text = node.kind === "constant" ? node.raw : textOf(value);
  const lower = text.toLowerCase();
  const written = parseDecimal(text);
  const number = typeof value === "string" ? written && (wholeOf(written) ?? written) : numberIn(value);
  return { text, lower, digits: withoutPrefix(lower.replaceAll(" ", "")), number };
}

function numberIn(value: ConditionResult): bigint | Decimal | null {
  if (typeof value === "bigint") return value;
  return typeof value === "object" && "coefficient" in value ? value : null;
}

function textOf(value: ConditionResult): string {
  const number = numberIn(value);
  return number !== null && typeof number === "object" ? formatDecimal(number) : String(value);
}

function withoutPrefix(hex: string): string {
  return hex.startsWith("0x") ? hex.slice(2) : hex;
}

/** An array or tuple has the needle as a whole element, at any depth. */
export function containsElement(type: ConditionType, value: ConditionResult, needle: Needle): Answer {
  if (value instanceof Unknown) return value;
  if (type.kind !== "array" && type.kind !== "tuple") return isElement(type, value, needle);
  if (!Array.isArray(value)) return NO_PARTS;
  let answer: Answer = false;
  for (let index = 0; index < value.length; index += 1) {
    answer = either(answer, containsElement(partType(type, index), value[index], needle));
    if (answer === true) return true;
  }
  return answer;
}

function partType(type: ConditionType, index: number): ConditionType {
  if (type.kind === "array") return type.item;
  return (type.kind === "tuple" ? type.components[index]?.type : undefined) ?? { kind: "any" };
}

function isElement(type: ConditionType, value: ConditionResult, needle: Needle): boolean {
  switch (type.kind) {
    case "int":
    case "decimal":
      return needle.number !== null && compareNumbers(value, needle.number) === 0;
    case "bool":
      return needle.lower === String(value);
    case "address":
      return typeof value === "string" && withoutPrefix(value) === needle.digits;
    case "text":
      return typeof value === "string" && (type.exact ? value === needle.text : value.toLowerCase() === needle.lower);
    default:
      return value === needle.lower;
  }
}

/** Two values of one array or tuple type are equal, element by element. */
export function equalCompounds(type: ConditionType, left: ConditionResult, right: ConditionResult): Answer {
  if (left instanceof Unknown) return left;
  if (right instanceof Unknown) return right;
  if (type.kind !== "array" && type.kind !== "tuple") return compareValues(leafKind(type), "==", left, right);
  if (!Array.isArray(left) || !Array.isArray(right)) return NO_PARTS;
  if (left.length !== right.length) return false;
  let answer: Answer = true;
  for (let index = 0; index < left.length; index += 1) {
    answer = both(answer, equalCompounds(partType(type, index), left[index], right[index]));
    if (answer === false) return false;
  }
  return answer;
}

function leafKind(type: ConditionType) {
  if (type.kind === "int" || type.kind === "decimal") return "number" as const;
  return type.kind === "bool" ? ("bool" as const) : ("text" as const);
}

/** An array or tuple is what a text such as `[1,2]` or `(1,"x")` writes. */
export function equalsLiteral(type: ConditionType, value: ConditionResult, literal: CompoundLiteral): Answer {
  if (value instanceof Unknown) return value;
  if (literal.kind === "leaf") return leafEquals(type, value, literal);
  if ((type.kind !== "array" && type.kind !== "tuple") || !Array.isArray(value)) return false;
  const size = literal.kind === "object" ? literal.fields.size : literal.items.length;
  if (size !== value.length) return false;
  let answer: Answer = true;
  for (let index = 0; index < value.length; index += 1) {
    const part = literalPart(type, literal, index);
    if (!part) return false;
    answer = both(answer, equalsLiteral(partType(type, index), value[index], part));
    if (answer === false) return false;
  }
  return answer;
}

function literalPart(type: ConditionType, literal: CompoundLiteral, index: number): CompoundLiteral | undefined {
  if (literal.kind === "leaf") return undefined;
  if (literal.kind !== "object") return literal.items[index];
  return type.kind === "tuple" ? literal.fields.get(type.components[index]?.name ?? "") : undefined;
}

function leafEquals(type: ConditionType, value: ConditionResult, literal: CompoundLiteral & { kind: "leaf" }): boolean {
  const { text, quoted } = literal;
  const lower = text.toLowerCase();
  switch (type.kind) {
    case "int":
      return !quoted && INTEGER.test(text) && value === BigInt(text);
    case "decimal": {
      const number = quoted ? null : parseDecimal(text);
      return number !== null && compareNumbers(value, number) === 0;
    }
    case "bool":
      return !quoted && lower === String(value);
    case "address":
      return typeof value === "string" && withoutPrefix(value) === withoutPrefix(lower);
    default:
      if (!quoted && type.kind === "text" && (NUMBER.test(text) || /^(true|false)$/.test(text))) return false;
      return typeof value === "string" && value.toLowerCase() === lower;
  }
}
