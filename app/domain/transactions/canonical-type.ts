import type { FunctionInput } from "./resolved-function";

/** The type as it stands in a canonical signature: `tuple[2]` with components becomes `(address,uint256)[2]`. */
export function canonicalType(input: FunctionInput): string {
  if (!input.type.startsWith("tuple")) return input.type;
  return `(${canonicalTypes(input.components ?? [])})${input.type.slice("tuple".length)}`;
}

/** The parameter list of a canonical signature, without its brackets. */
export function canonicalTypes(inputs: readonly FunctionInput[]): string {
  return inputs.map(canonicalType).join(",");
}
