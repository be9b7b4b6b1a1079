import { type ConditionType, intType, uintType } from "~/domain/conditions/condition-type";
import { type ConditionResult, Unknown } from "~/domain/conditions/condition-value";
import { parseDecimal } from "~/domain/conditions/decimal";
import { parseCompound } from "~/domain/conditions/parse-compound";
import type { CompoundLiteral } from "~/domain/conditions/typed-node";

/** A parameter as the anchor's cases write it: a kind by name, a value as text. */
export interface CaseParameter {
  name: string;
  kind: string;
  value: string;
}

/** What a case's parameter is to us; `parts` is what a path into it meets, since the anchor reads any text as JSON. */
export interface ReadParameter {
  type: ConditionType;
  value: ConditionResult;
  parts: { type: ConditionType; value: ConditionResult };
}

const MALFORMED = new Unknown("the value is no text of its kind");
const NO_KIND = new Unknown("there is no such kind");
const ANY: ConditionType = { kind: "any" };
const TEXT: ConditionType = { kind: "text" };

/** Reads a parameter; a value that isn't of its kind is unknown, as an undecodable argument is. */
export function parameterOf({ kind, value }: CaseParameter): ReadParameter {
  const literal = parseCompound(value);
  const isCompound = literal !== null && literal.kind !== "leaf";
  const malformed = { type: ANY, value: MALFORMED };
  const whole = isCompound ? infer(literal, false) : malformed;
  return {
    ...readKind(kind.toLowerCase(), value, whole),
    parts: isCompound ? infer(literal, true) : malformed,
  };
}

type Typed = { type: ConditionType; value: ConditionResult };

function readKind(kind: string, value: string, parts: Typed): Typed {
  if (kind.endsWith("]") || kind === "array" || kind === "tuple" || kind === "map" || kind === "object") {
    const opens = kind === "tuple" ? "(" : kind === "map" || kind === "object" ? "{" : "[";
    const isWritten = value.trim().startsWith(opens) && (opens !== "[" || isJson(value));
    return isWritten ? parts : { type: emptyTuple(), value: MALFORMED };
  }
  const integer = /^(u?)int(\d*)$/.exec(kind);
  if (integer || kind === "number") return readInteger(value, integer?.[1] === "" && kind !== "number");
  switch (kind) {
    case "fixed":
    case "ufixed":
      return { type: { kind: "decimal" }, value: parseDecimal(value) ?? MALFORMED };
    case "bool":
      return { type: { kind: "bool" }, value: value === "true" ? true : value === "false" ? false : MALFORMED };
    case "address":
      return readAddress(value);
    case "string":
      return { type: TEXT, value };
    default:
      if (/^u?fixed\d+x\d+$/.test(kind)) return { type: { kind: "decimal" }, value: parseDecimal(value) ?? MALFORMED };
      return /^bytes\d*$/.test(kind)
        ? { type: { kind: "bytes", size: null }, value: value.toLowerCase() }
        : { type: ANY, value: NO_KIND };
  }
}

function emptyTuple(): ConditionType {
  return { kind: "tuple", components: [] };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function readInteger(text: string, isSigned: boolean): Typed {
  const type = isSigned ? intType(256) : uintType(256);
  const [, sign, digits] = /^([+-]?)(0x[0-9a-f]+|\d+)$/i.exec(text.trim()) ?? [];
  if (digits === undefined || (sign === "+" && !isSigned)) return { type, value: MALFORMED };
  const isHex = /^0x/i.test(digits);
  const magnitude = BigInt(digits);
  // Hex without a sign is the two's complement of a word.
  const isWord = isSigned && isHex && sign === "" && magnitude < 1n << 256n;
  const value = isWord ? BigInt.asIntN(256, magnitude) : sign === "-" ? -magnitude : magnitude;
  const fits = type.kind === "int" && type.min !== null && type.max !== null && value >= type.min && value <= type.max;
  return { type, value: fits ? value : MALFORMED };
}

function readAddress(text: string): Typed {
  const bare = text.replaceAll(" ", "").toLowerCase();
  return { type: { kind: "address" }, value: bare.startsWith("0x") ? bare : `0x${bare}` };
}

/**
 * Types of what JSON or a tuple's text holds: lists and tuples become tuples, objects become tuples with names. What a
 * path ends at has the kind that the anchor gives it there: a text that is a fraction is a number, null is nothing.
 */
function infer(literal: CompoundLiteral, isPath: boolean): Typed {
  if (literal.kind === "leaf") return inferLeaf(literal, isPath);
  const entries = literal.kind === "object" ? [...literal.fields] : literal.items.map((item) => ["", item] as const);
  const read = entries.map(([name, item]) => ({ name, ...infer(item, isPath) }));
  const components = read.map(({ name, type }) => ({ name, type }));
  const opens = ({ array: "[", tuple: "(", object: "{" } as const)[literal.kind];
  return { type: { kind: "tuple", components, opens }, value: read.map((each) => each.value) };
}

function inferLeaf({ text, quoted }: CompoundLiteral & { kind: "leaf" }, isPath: boolean): Typed {
  if (/^0x[0-9a-f]{40}$/i.test(text)) return { type: { kind: "address" }, value: text.toLowerCase() };
  if (/^0x[0-9a-f]*$/i.test(text)) return { type: { kind: "bytes", size: null }, value: text.toLowerCase() };
  const decimal = /^-?\d+(\.\d+|(\.\d+)?e\d+)$/i.test(text) ? parseDecimal(text) : null;
  if (decimal && (isPath || !quoted)) return { type: { kind: "decimal" }, value: decimal };
  if (quoted) return { type: TEXT, value: text };
  if (/^-?\d+$/.test(text)) return { type: text.startsWith("-") ? intType(256) : uintType(256), value: BigInt(text) };
  if (text === "true" || text === "false") return { type: { kind: "bool" }, value: text === "true" };
  if (text === "null")
    return isPath ? { type: ANY, value: NO_KIND } : { type: { kind: "text", exact: true }, value: text };
  return { type: TEXT, value: text };
}
