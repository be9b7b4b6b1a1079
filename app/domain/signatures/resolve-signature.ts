import { canonicalTypes } from "~/domain/transactions/canonical-type";
import type { FunctionInput, ResolvedFunction } from "~/domain/transactions/resolved-function";
import { type AbiFunctions, abiFunctions } from "./abi-functions";
import type { DangerSignature } from "./danger-signature";
import { dangerNames, findDangerSignature, findDangerSignaturesByName } from "./danger-signatures";
import { nearest } from "./nearest";
import { parseSignature } from "./parse-signature";
import { selectorOfSignature } from "./selector-of-signature";
import { SignatureError, type SignatureErrorCode } from "./signature-error";

/** The functions a rule's signature stands for (at least one), or what is wrong with it and where. */
export type ResolveSignatureResult =
  | { ok: true; functions: ResolvedFunction[] }
  | { ok: false; code: SignatureErrorCode; detail: string; position?: { start: number; end: number } };

const MAX_SIGNATURE_CHARACTERS = 2_000;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/**
 * Finds the functions that a rule's `signature` means.
 *
 * - a 4-byte selector is always accepted; its name comes from the ABI, else from the built-in table, else stays null;
 * - a bare name is every overload that the ABI and the built-in table know; known to neither, it is refused: it may be
 *   a typing error, and a rule that silently never matches is the worst outcome;
 * - a full signature is always accepted, in the ABI or not (a proxy's ABI lacks its implementation's functions).
 *
 * @param abi what `parseAbi` accepts, or null. Pass the same object for the rules of one entry: its index is kept.
 */
export function resolveSignature({ signature, abi }: { signature: string; abi: unknown }): ResolveSignatureResult {
  try {
    return { ok: true, functions: resolve(signature, abi) };
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    return { ok: false, code: error.code, detail: error.message, position: error.position };
  }
}

function resolve(signature: string, abi: unknown): ResolvedFunction[] {
  const text = signature.trim();
  const whole = { start: signature.length - signature.trimStart().length, end: signature.trimEnd().length };
  if (text === "") {
    const detail = "Write a function's name, its full signature such as transfer(address,uint256), or a selector.";
    throw new SignatureError("empty_signature", detail, { start: 0, end: signature.length });
  }
  if (text.length > MAX_SIGNATURE_CHARACTERS) {
    throw new SignatureError("signature_length", "A signature has at most 2,000 characters.", whole);
  }
  const known = abi === null || abi === undefined ? null : functionsOf(abi, whole);
  if (/^0x/i.test(text)) return resolveSelector(text, whole, known);
  if (IDENTIFIER.test(text)) return resolveName(text, whole, known);
  return [resolveFull(signature, known)];
}

function functionsOf(abi: unknown, whole: { start: number; end: number }): AbiFunctions {
  const result = abiFunctions(abi);
  if (result.ok) return result.functions;
  throw new SignatureError("invalid_abi", `The entry's ABI cannot be read. ${result.detail}`, whole);
}

function resolveSelector(text: string, whole: { start: number; end: number }, known: AbiFunctions | null) {
  const digits = text.slice(2);
  const stray = digits.search(/[^0-9a-f]/i);
  if (stray >= 0) {
    const start = whole.start + 2 + stray;
    const detail = "A selector is 0x and 8 hex digits (0-9, a-f), such as 0x715018a6.";
    throw new SignatureError("selector_malformed", detail, { start, end: start + 1 });
  }
  if (digits.length !== 8) {
    const detail = `A selector has 8 hex digits after 0x, such as 0x715018a6; this one has ${digits.length}.`;
    throw new SignatureError("selector_length", detail + lengthHint(digits.length), whole);
  }
  const selector = `0x${digits.toLowerCase()}`;
  const fromAbi = known?.selected(selector) ?? [];
  if (fromAbi.length > 0) return [...fromAbi];
  const row = findDangerSignature(selector);
  return [row ? fromRow(row) : { selector, signature: null, name: null, inputs: [] }];
}

function lengthHint(digits: number): string {
  if (digits === 40) return " It looks like an address.";
  return digits === 64 ? " It looks like an event's topic or a hash." : "";
}

function resolveName(name: string, whole: { start: number; end: number }, known: AbiFunctions | null) {
  const fromAbi = known?.named(name) ?? [];
  const selectors = new Set(fromAbi.map((fn) => fn.selector));
  const fromTable = findDangerSignaturesByName(name).filter((row) => !selectors.has(row.selector));
  const functions = [...fromAbi, ...fromTable.map(fromRow)];
  if (functions.length > 0) return functions;
  throw new SignatureError("unknown_signature", unknownDetail(name, known), whole);
}

function unknownDetail(name: string, known: AbiFunctions | null): string {
  if (/^[0-9a-f]{8}$/i.test(name))
    return `${name} is not a known function. For a selector, write 0x${name.toLowerCase()}.`;
  const where = known ? "neither in the entry's ABI nor among the well-known functions" : "not a well-known function";
  const hint = nearest(name, [...(known?.names() ?? []), ...dangerNames()]);
  const meant = hint ? ` Did you mean ${hint}?` : "";
  return `${name} is ${where}.${meant} To watch it all the same, write it in full: ${name}() or ${name}(address).`;
}

function resolveFull(signature: string, known: AbiFunctions | null): ResolvedFunction {
  const { name, inputs } = parseSignature(signature);
  const canonical = `${name}(${canonicalTypes(inputs)})`;
  const fromAbi = known?.named(name).find((fn) => fn.signature === canonical);
  const row = findDangerSignaturesByName(name).find((candidate) => candidate.signature === canonical);
  // Names as written win: they are what the rule's author wants to read.
  if (inputs.length > 0 && inputs.some(isNamed)) return build(canonical, name, inputs);
  return fromAbi ?? (row ? fromRow(row) : build(canonical, name, inputs));
}

function isNamed(input: FunctionInput): boolean {
  return input.name !== "";
}

function build(signature: string, name: string, inputs: FunctionInput[]): ResolvedFunction {
  return { selector: selectorOfSignature(signature), signature, name, inputs };
}

const fromRows = new Map<string, ResolvedFunction>();

/** One object a row, so that what is compiled for it is compiled once. */
function fromRow({ selector, signature, name, inputs }: DangerSignature): ResolvedFunction {
  const known = fromRows.get(selector);
  if (known) return known;
  const fn = { selector, signature, name, inputs };
  fromRows.set(selector, fn);
  return fn;
}
