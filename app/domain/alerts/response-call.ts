import { AbiCoder, isError } from "ethers";

import type { FieldError } from "~/domain/errors";
import type { ResponseTemplate } from "~/domain/rules/response-template";
import { resolveSignature } from "~/domain/signatures/resolve-signature";
import { canonicalType } from "~/domain/transactions/canonical-type";
import type { FunctionInput, ResolvedFunction } from "~/domain/transactions/resolved-function";
import { responseArgument } from "./response-argument";
import type { ResponseFacts } from "./response-field";
import { type EncodableValue, ResponseValueError } from "./response-value";

const MAX_UINT256 = 2n ** 256n - 1n;

/** The call that a template makes, or everything that is wrong with it; pointers begin at the template. */
export type ResponseCall =
  | {
      ok: true;
      /** Canonical. */
      signature: string;
      fn: ResolvedFunction;
      /** Calldata, 0x-hex; null when there was no alert to take the fields from. */
      data: string | null;
    }
  | { ok: false; errors: FieldError[] };

/**
 * Makes a response's call from its template (Solidity ABI specification).
 *
 * @param abi of the contract; null when there is none.
 * @param facts of the alert; null only checks the template.
 */
export function responseCall(
  template: Pick<ResponseTemplate, "signature" | "args" | "value">,
  { abi, facts }: { abi: unknown; facts: ResponseFacts | null },
): ResponseCall {
  const tooMuch =
    BigInt(template.value) > MAX_UINT256 ? [error("/value", "must fit into 256 bits", "invalid_value")] : [];
  const found = functionOf(template.signature, abi);
  if ("error" in found) return { ok: false, errors: [found.error, ...tooMuch] };
  const { fn, signature } = found;
  if (template.args.length !== fn.inputs.length) {
    const detail = `must have ${fn.inputs.length} (${signature}), but has ${template.args.length}`;
    return { ok: false, errors: [error("/args", detail, "argument_count"), ...tooMuch] };
  }
  const read = fn.inputs.map((input, at) => argument({ text: template.args[at] ?? "", at, input }, facts));
  const errors = [...read.flatMap((each) => ("error" in each ? [each.error] : [])), ...tooMuch];
  if (errors.length > 0) return { ok: false, errors };
  const values = read.flatMap((each) => ("value" in each && each.value !== null ? [each.value] : []));
  if (values.length < fn.inputs.length) return { ok: true, signature, fn, data: null };
  const data = encode(fn, values);
  if (data !== null) return { ok: true, signature, fn, data };
  return {
    ok: false,
    errors: [error("/signature", `${signature} has parameters that can't be encoded`, "unknown_type")],
  };
}

function functionOf(text: string, abi: unknown): { fn: ResolvedFunction; signature: string } | { error: FieldError } {
  const found = resolveSignature({ signature: text, abi });
  if (!found.ok) {
    const { position } = found;
    return { error: { ...error("/signature", found.detail, found.code), ...(position ? { position } : {}) } };
  }
  const [fn, ...others] = found.functions;
  if (fn === undefined || fn.signature === null) {
    const detail = "must name the function in full, such as pause(): a selector alone does not tell its parameters";
    return { error: error("/signature", detail, "unknown_signature") };
  }
  if (others.length > 0) {
    const detail = `is one of several functions: ${found.functions.map(({ signature }) => signature).join(", ")}. Write the one in full.`;
    return { error: error("/signature", detail, "ambiguous_signature") };
  }
  return { fn, signature: fn.signature };
}

function argument(
  { text, at, input }: { text: string; at: number; input: FunctionInput },
  facts: ResponseFacts | null,
): { value: EncodableValue | null } | { error: FieldError } {
  try {
    return { value: responseArgument(text, input, facts) };
  } catch (thrown) {
    if (!(thrown instanceof ResponseValueError)) throw thrown;
    return { error: error(`/args/${at}`, thrown.message, "invalid_argument") };
  }
}

/** Null for types that no ABI coder writes, such as `function`. */
function encode(fn: ResolvedFunction, values: EncodableValue[]): string | null {
  try {
    const coded = AbiCoder.defaultAbiCoder().encode(fn.inputs.map(canonicalType), values);
    return `${fn.selector}${coded.slice(2)}`;
  } catch (thrown) {
    if (isError(thrown, "INVALID_ARGUMENT") || isError(thrown, "VALUE_MISMATCH")) return null;
    throw thrown;
  }
}

function error(pointer: string, detail: string, code: string): FieldError {
  return { pointer, detail, code };
}
