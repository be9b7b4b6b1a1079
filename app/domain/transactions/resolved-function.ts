/** One parameter, in the JSON ABI's own shape (Solidity ABI specification, "JSON"): tuples carry `components`. */
export interface FunctionInput {
  /** Empty when the source does not name it. */
  name: string;
  /** Canonical elementary type, or `tuple` with `components`; either may be followed by `[]` and `[n]`. */
  type: string;
  components?: FunctionInput[] | undefined;
}

/** A function that a selector may stand for. `signature` and `name` are null when only the four bytes are known. */
export interface ResolvedFunction {
  /** `0x` and eight lower-case hex digits. */
  selector: string;
  /** Canonical, such as `transfer(address,uint256)`. */
  signature: string | null;
  name: string | null;
  inputs: FunctionInput[];
}
