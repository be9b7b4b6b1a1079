import type { ResolvedFunction } from "../resolved-function";
import { proxyWrappers } from "./proxy-wrappers";

/** By the selector of the call that a ProxyAdmin's function makes: the selectors of those functions. */
const makers = new Map<string, string[]>();
for (const { selector, reading } of proxyWrappers) {
  if (reading.form !== "proxyAdmin") continue;
  makers.set(reading.selector, [...(makers.get(reading.selector) ?? []), selector]);
}

/**
 * Whether calldata that was not read to its end may carry a call of a function somewhere: its selector stands at a byte
 * of it, or its signature as text does (Compound's timelock), or the selector of a function that makes such a call.
 *
 * @param input 0x-hex in lower case.
 */
export function mayCarry(input: string, { selector, signature }: ResolvedFunction): boolean {
  if (standsIn(input, selector)) return true;
  if (makers.get(selector)?.some((maker) => standsIn(input, maker)) === true) return true;
  return signature !== null && standsIn(input, hexOf(signature));
}

/** At a whole byte: half of what a text search finds is not. */
function standsIn(input: string, hex: string): boolean {
  const digits = hex.slice(2);
  for (let at = input.indexOf(digits, 2); at !== -1; at = input.indexOf(digits, at + 1)) if (at % 2 === 0) return true;
  return false;
}

function hexOf(text: string): string {
  let hex = "0x";
  for (const byte of new TextEncoder().encode(text)) hex += byte.toString(16).padStart(2, "0");
  return hex;
}
