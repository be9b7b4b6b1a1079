import type { FunctionInput } from "./resolved-function";

/** A type ready for decoding. `headBytes` is what one value takes in its parent's head: 32 when it is dynamic. */
export type AbiType = { dynamic: boolean; headBytes: number } & (
  | { kind: "uint" | "int"; bits: number }
  | { kind: "address" | "bool" }
  | { kind: "bytes" | "string" }
  | { kind: "fixedBytes"; size: number }
  | { kind: "array"; item: AbiType; length: number | null }
  | { kind: "tuple"; components: AbiType[] }
);

/** Nesting of arrays and tuples beyond this is refused: no compiler makes it, an attacker would. */
export const MAX_TYPE_DEPTH = 32;

const WORD_BYTES = 32;
const ARRAY_SUFFIX = /\[(\d{0,9})\]$/;

/** A type that the ABI does not have, or one that is nested too deeply. */
export class AbiTypeError extends Error {
  override readonly name = "AbiTypeError";
}

/**
 * Makes a parameter's type ready for decoding (Solidity ABI specification, "Types" and "Formal Specification of the
 * Encoding").
 *
 * @throws {AbiTypeError} for an unknown type, an array of length 0, an empty tuple, or nesting past `MAX_TYPE_DEPTH`.
 */
export function compileType(input: FunctionInput, depth = 0): AbiType {
  if (depth > MAX_TYPE_DEPTH) throw new AbiTypeError(`Types are nested more than ${MAX_TYPE_DEPTH} deep`);
  const suffix = ARRAY_SUFFIX.exec(input.type);
  if (suffix) {
    const item = compileType({ ...input, type: input.type.slice(0, suffix.index) }, depth + 1);
    return arrayOf(item, suffix[1] === "" ? null : Number(suffix[1]));
  }
  if (input.type === "tuple") return tupleOf((input.components ?? []).map((part) => compileType(part, depth + 1)));
  return elementary(input.type);
}

function arrayOf(item: AbiType, length: number | null): AbiType {
  if (length === 0) throw new AbiTypeError("A fixed array holds at least one element");
  const dynamic = length === null || item.dynamic;
  return { kind: "array", item, length, dynamic, headBytes: dynamic ? WORD_BYTES : item.headBytes * (length ?? 0) };
}

function tupleOf(components: AbiType[]): AbiType {
  if (components.length === 0) throw new AbiTypeError("A tuple holds at least one component");
  const dynamic = components.some((component) => component.dynamic);
  return { kind: "tuple", components, dynamic, headBytes: dynamic ? WORD_BYTES : headBytesOf(components) };
}

/** The size of the head of a sequence of values. */
export function headBytesOf(types: readonly AbiType[]): number {
  return types.reduce((sum, type) => sum + type.headBytes, 0);
}

function elementary(type: string): AbiType {
  const word = { dynamic: false, headBytes: WORD_BYTES };
  if (type === "address" || type === "bool") return { kind: type, ...word };
  if (type === "bytes" || type === "string") return { kind: type, dynamic: true, headBytes: WORD_BYTES };
  // A function value is an address followed by a selector, encoded as bytes24.
  if (type === "function") return { kind: "fixedBytes", size: 24, ...word };
  const integer = /^(u?int)([1-9]\d{0,2})$/.exec(type);
  if (integer) {
    const bits = Number(integer[2]);
    if (bits <= 256 && bits % 8 === 0) return { kind: integer[1] === "uint" ? "uint" : "int", bits, ...word };
  }
  const fixedBytes = /^bytes([1-9]\d?)$/.exec(type);
  if (fixedBytes && Number(fixedBytes[1]) <= 32) return { kind: "fixedBytes", size: Number(fixedBytes[1]), ...word };
  throw new AbiTypeError(`${type} is not a type of the ABI`);
}
