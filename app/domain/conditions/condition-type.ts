import { type AbiType, AbiTypeError, compileType } from "~/domain/transactions/abi-type";
import { canonicalType } from "~/domain/transactions/canonical-type";
import type { FunctionInput } from "~/domain/transactions/resolved-function";

/**
 * The type of a sub-expression. An integer without bounds is a result of arithmetic. `any` is the type of what is not
 * there (a parameter that this overload hasn't): it fits everywhere and its value is always unknown.
 */
export type ConditionType =
  | { kind: "int"; name: string; min: bigint | null; max: bigint | null }
  | { kind: "decimal" }
  | { kind: "bool" }
  | { kind: "address" }
  /** `size` in bytes; null when it varies. */
  | { kind: "bytes"; size: number | null }
  /** `values`: all that it can be. `exact`: its case matters. */
  | { kind: "text"; values?: readonly string[]; exact?: true }
  | { kind: "array"; item: ConditionType; length: number | null }
  /** `opens`: where its parts were read from a text, the bracket they stood in; of an ABI there is none. */
  | { kind: "tuple"; components: readonly { name: string; type: ConditionType }[]; opens?: "[" | "(" | "{" }
  | { kind: "any" };

/** An unsigned integer of so many bits. */
export function uintType(bits: number): ConditionType {
  return { kind: "int", name: `uint${bits}`, min: 0n, max: (1n << BigInt(bits)) - 1n };
}

/** A signed integer of so many bits. */
export function intType(bits: number): ConditionType {
  const half = 1n << BigInt(bits - 1);
  return { kind: "int", name: `int${bits}`, min: -half, max: half - 1n };
}

/** A parameter with its type, for reading and for the check; null when the ABI has no such type. */
export function parameterType(input: FunctionInput): { abi: AbiType; type: ConditionType } | null {
  try {
    const abi = compileType(input);
    return { abi, type: fromAbi(abi, input) };
  } catch (error) {
    if (error instanceof AbiTypeError) return null;
    throw error;
  }
}

function fromAbi(abi: AbiType, input: FunctionInput): ConditionType {
  switch (abi.kind) {
    case "uint":
      return uintType(abi.bits);
    case "int":
      return intType(abi.bits);
    case "fixedBytes":
      return { kind: "bytes", size: abi.size };
    case "bytes":
      return { kind: "bytes", size: null };
    case "string":
      return { kind: "text" };
    case "array":
      return { kind: "array", item: fromAbi(abi.item, input), length: abi.length };
    case "tuple":
      return {
        kind: "tuple",
        components: abi.components.map((component, index) => {
          const part = input.components?.[index] ?? { name: "", type: "" };
          return { name: part.name, type: fromAbi(component, part) };
        }),
      };
    default:
      return { kind: abi.kind };
  }
}

/** A type as errors name it. */
export function typeName(type: ConditionType): string {
  switch (type.kind) {
    case "int":
      return type.name;
    case "bytes":
      return type.size === null ? "bytes" : `bytes${type.size}`;
    case "array":
      return `${typeName(type.item)}[${type.length ?? ""}]`;
    case "tuple":
      return `(${type.components.map((component) => typeName(component.type)).join(",")})`;
    default:
      return type.kind;
  }
}

/** A type with its article, for sentences. */
export function aType(type: ConditionType): string {
  const name = typeName(type);
  return `${/^[aei]/.test(name) ? "an" : "a"} ${name}`;
}

/** A parameter as hints name it. */
export function describeInput(input: FunctionInput): string {
  return `${canonicalType(input)}${input.name === "" ? "" : ` ${input.name}`}`;
}
