import { type AbiType, AbiTypeError, compileType } from "./abi-type";
import { canonicalType } from "./canonical-type";
import { DecodeError, decodeParameters } from "./decode-parameters";
import type { DecodedCall } from "./decoded-call";
import type { ResolvedFunction } from "./resolved-function";

const SELECTOR_DIGITS = 8;
const compiled = new WeakMap<ResolvedFunction, AbiType[]>();

/**
 * Reads calldata with the functions it may be a call of: the first whose selector and types fit. Never throws,
 * whatever the calldata: what cannot be read leaves `args` empty and says why in `error`.
 *
 * @param input 0x-hex calldata as the node gives it.
 */
export function decodeCall(input: string, functions: readonly ResolvedFunction[]): DecodedCall {
  const selector = selectorOf(input);
  let failed: DecodedCall | undefined;
  for (const candidate of functions) {
    if (candidate.selector !== selector) continue;
    const call = decodeAs(input, selector, candidate);
    if (call.error === undefined) return call;
    failed ??= call;
  }
  return failed ?? { selector, signature: null, name: null, args: [] };
}

/** The first four bytes of calldata in lower case; `0x` when there are fewer, or when it is not hex. */
export function selectorOf(input: string): string {
  const selector = input.slice(0, 2 + SELECTOR_DIGITS).toLowerCase();
  return /^0x[0-9a-f]{8}$/.test(selector) ? selector : "0x";
}

function decodeAs(input: string, selector: string, candidate: ResolvedFunction): DecodedCall {
  const { signature, name, inputs } = candidate;
  if (signature === null) return { selector, signature, name, args: [] };
  try {
    const digits = input.slice(2 + SELECTOR_DIGITS).toLowerCase();
    if (digits.length % 2 === 1 || /[^0-9a-f]/.test(digits)) throw new DecodeError("The calldata is not whole bytes.");
    const args = decodeParameters(typesOf(candidate), digits).map(({ value, truncated }, index) => {
      const parameter = inputs[index];
      const argument = { name: parameter?.name || null, type: parameter ? canonicalType(parameter) : "", value };
      return truncated ? { ...argument, truncated: true as const } : argument;
    });
    return { selector, signature, name, args };
  } catch (error) {
    if (!(error instanceof DecodeError || error instanceof AbiTypeError)) throw error;
    return { selector, signature, name, args: [], error: error.message };
  }
}

function typesOf(candidate: ResolvedFunction): AbiType[] {
  const known = compiled.get(candidate);
  if (known) return known;
  const types = candidate.inputs.map((input) => compileType(input));
  compiled.set(candidate, types);
  return types;
}
