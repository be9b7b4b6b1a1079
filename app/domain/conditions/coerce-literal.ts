import { normalizeAddress } from "~/domain/transactions/address";
import { type CheckContext, report } from "./check-context";
import type { CompareOperator } from "./condition-ast";
import { type ConditionType, typeName } from "./condition-type";
import type { ConditionValue, Decimal } from "./condition-value";
import { parseDecimal, wholeOf } from "./decimal";
import { literalProblem } from "./literal-problem";
import { parseCompound } from "./parse-compound";
import { inRange } from "./range";
import type { CompoundLiteral, TypedNode } from "./typed-node";

type Constant = TypedNode & { kind: "constant" };

/**
 * Reads a written value as the type of the other side. Its errors say what that type holds.
 *
 * @param op what the two are compared by; what it is read as depends on it for arrays and bytes.
 */
export function coerceLiteral(
  context: CheckContext,
  literal: Constant,
  type: ConditionType,
  op: CompareOperator,
): TypedNode {
  switch (type.kind) {
    case "int":
    case "decimal":
      return toNumber(context, literal, type);
    case "bool":
      return literal.type.kind === "bool" ? literal : mismatch(context, literal, type, "true or false");
    case "address":
      return toAddress(context, literal, type);
    case "bytes":
      return toBytes(context, literal, type, op);
    case "text":
      return toText(context, literal, type, op);
    case "array":
    case "tuple":
      return op === "contains" ? literal : toCompound(context, literal, type);
    default:
      return literal;
  }
}

function constant(literal: Constant, type: ConditionType, value: ConditionValue): Constant {
  return { ...literal, type, value };
}

function mismatch(context: CheckContext, literal: Constant, type: ConditionType, wanted: string): TypedNode {
  const detail = `${literal.raw} cannot be compared with a value of type ${typeName(type)}: write ${wanted}.`;
  return report(context, "type_mismatch", detail, literal.node);
}

function toNumber(context: CheckContext, literal: Constant, type: ConditionType): TypedNode {
  const value = signedWord(type, literal) ?? numberOf(literal);
  const isHex = typeof literal.value === "string" && /^-?0x/i.test(literal.value.trim());
  if (value === null || (isHex && type.kind === "decimal")) return mismatch(context, literal, type, "a number");
  if (type.kind === "decimal") return constant(literal, type, value);
  if (typeof value !== "bigint") {
    // A bare number of arithmetic has no bounds and may be compared with a fraction.
    if (type.kind === "int" && type.min === null) return constant(literal, { kind: "decimal" }, value);
    return report(
      context,
      "number_range",
      `${typeName(type)} holds whole numbers; ${literal.raw} is none.`,
      literal.node,
    );
  }
  if (type.kind === "int" && !inRange(value, type, context.scope.isLenient)) {
    const detail = `${literal.raw} is no ${type.name}: that is from ${type.min} to ${type.max}.`;
    return report(context, "number_range", detail, literal.node);
  }
  return constant(literal, type, value);
}

/** Hex that fills a word is the two's complement where the other side is signed, as the anchor has it. */
function signedWord(type: ConditionType, { value }: Constant): bigint | null {
  if (type.kind !== "int" || type.min === null || type.min === 0n || typeof value !== "string") return null;
  return /^\s*0x[0-9a-f]{64}\s*$/i.test(value) ? BigInt.asIntN(256, BigInt(value.trim())) : null;
}

/** The number that a literal writes, in quotes or not: `5`, `0x7b`, `'-0xf4240'`; null when it is none. */
export function numberOf(literal: Constant): bigint | Decimal | null {
  if (typeof literal.value === "bigint" || isDecimal(literal.value)) return literal.value;
  if (typeof literal.value !== "string") return null;
  const text = literal.value.trim();
  const [, sign, digits] = /^(-?)(0x[0-9a-f]+)$/i.exec(text) ?? [];
  if (digits !== undefined) return sign === "-" ? -BigInt(digits) : BigInt(digits);
  const decimal = parseDecimal(text);
  return decimal && (wholeOf(decimal) ?? decimal);
}

function isDecimal(value: ConditionValue): value is Decimal {
  return typeof value === "object" && "scale" in value;
}

function toAddress(context: CheckContext, literal: Constant, type: ConditionType): TypedNode {
  if (typeof literal.value !== "string") return mismatch(context, literal, type, "an address, 0x and 40 hex digits");
  const spelt = literal.value.replaceAll(" ", "");
  const text = /^0x/i.test(spelt) ? spelt : `0x${spelt}`;
  if (context.scope.isLenient) return constant(literal, type, text.toLowerCase());
  const normalized = normalizeAddress(text);
  if (!normalized.ok) return report(context, normalized.code, normalized.detail, literal.node);
  return constant(literal, type, normalized.address);
}

/** Unquoted hex stands for bytes; in quotes it is the text of the hex digits, as the anchor has it. */
function toBytes(
  context: CheckContext,
  literal: Constant,
  type: ConditionType & { kind: "bytes" },
  op: CompareOperator,
): TypedNode {
  if (typeof literal.value !== "string") return mismatch(context, literal, type, "bytes as 0x and hex digits");
  const value = literal.value.toLowerCase();
  const isHex = literal.type.kind === "bytes";
  if (!isHex && context.scope.isLenient) return constant(literal, { kind: "text" }, value);
  if (!/^(0x)?[0-9a-f]*$/.test(value)) return mismatch(context, literal, type, "bytes as 0x and hex digits");
  if (!isHex && !value.startsWith("0x") && op !== "==" && op !== "!=") {
    return constant(literal, { kind: "text" }, value);
  }
  if (!isHex && (op === "contains" || op === "ends_with")) {
    const detail = `In quotes, 0x would have to be in the middle of the digits: write ${value} without quotes.`;
    return report(context, "type_mismatch", detail, literal.node);
  }
  const digits = value.replace(/^0x/, "");
  const problem = lengthProblem(digits, type, op);
  if (problem !== null && !context.scope.isLenient) return report(context, "bytes_length", problem, literal.node);
  return constant(literal, { kind: "bytes", size: null }, `0x${digits}`);
}

function lengthProblem(digits: string, type: ConditionType & { kind: "bytes" }, op: CompareOperator): string | null {
  if (digits.length % 2 !== 0) return `Bytes have two hex digits each; here are ${digits.length}.`;
  const size = digits.length / 2;
  if (type.size === null) return null;
  const isWhole = op === "==" || op === "!=";
  if (isWhole ? size === type.size : size <= type.size) return null;
  return `${typeName(type)} has ${type.size} bytes, that is ${type.size * 2} hex digits; here are ${digits.length}.`;
}

function toText(
  context: CheckContext,
  literal: Constant,
  type: ConditionType & { kind: "text" },
  op: CompareOperator,
): TypedNode {
  const text = typeof literal.value === "string" && !isEmptyHex(literal) ? literal.value : null;
  // `1e18` and `1_000` are unquoted texts to the anchor; `5` and `1.5` are numbers, which no text can be.
  const spelt = literal.node.kind === "number" && !/^\d+(\.\d+)?$/.test(literal.raw) ? literal.raw : null;
  const value = text ?? spelt;
  if (value === null) return mismatch(context, literal, type, "text in quotes");
  const isWhole = op === "==" || op === "!=";
  if (type.values && isWhole && !type.values.some((each) => each.toLowerCase() === value.toLowerCase())) {
    const detail = `It can only be ${type.values.join(", ")}; ${value} it never is.`;
    return report(context, "unknown_value", detail, literal.node);
  }
  return constant(literal, { kind: "text" }, value);
}

/** Unquoted `0x` means empty bytes and nothing else. */
function isEmptyHex(literal: Constant): boolean {
  return literal.node.kind === "hex" && literal.raw.length === 2;
}

function toCompound(context: CheckContext, literal: Constant, type: ConditionType): TypedNode {
  const wanted =
    type.kind === "array" ? "its elements as text, such as '[1, 2]'" : "its parts as text, such as '(1, 2)'";
  if (typeof literal.value !== "string") return mismatch(context, literal, type, wanted);
  const value = parseCompound(literal.value);
  if (type.kind === "tuple" && type.opens === "(" && value?.kind !== "tuple") return otherText(literal, type);
  if (value === null || value.kind === "leaf") return mismatch(context, literal, type, wanted);
  if (!isWrittenAs(type, value)) return mismatch(context, literal, type, wanted);
  const problem = context.scope.isLenient ? null : literalProblem(type, value);
  if (problem !== null) return report(context, "type_mismatch", problem, literal.node);
  return { type, node: literal.node, kind: "literal", value };
}

/** The anchor compares a tuple's text: with any other text it is just not equal. */
function otherText({ node, value }: Constant, type: ConditionType): TypedNode {
  return { type, node, kind: "literal", value: { kind: "leaf", text: String(value), quoted: true } };
}

/** Arrays stand in [ ] and objects in { }; tuples in any, since inside arrays the anchor writes them in [ ]. */
function isWrittenAs(type: ConditionType, { kind }: CompoundLiteral): boolean {
  const opens = type.kind === "tuple" ? type.opens : "[";
  if (opens === "[") return kind === "array";
  return opens !== "{" || kind === "object";
}
