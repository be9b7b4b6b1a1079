import { accountWrappers } from "./account-wrappers";
import { governanceWrappers } from "./governance-wrappers";
import { multicallWrappers } from "./multicall-wrappers";
import { proxyWrappers } from "./proxy-wrappers";
import { safeWrappers } from "./safe-wrappers";
import type { Wrapper } from "./wrapper";

/** Every function that `unpackCalls` reads inside. */
export const WRAPPERS: readonly Wrapper[] = [
  ...multicallWrappers,
  ...safeWrappers,
  ...governanceWrappers,
  ...accountWrappers,
  ...proxyWrappers,
];

const SELECTOR_END = 10;
const bySelector = new Map(WRAPPERS.map((wrapper) => [wrapper.selector, wrapper]));
const byNumber = new Map(WRAPPERS.map((wrapper) => [numberOf(wrapper.selector), wrapper]));
/** By a selector's first three digits whether there is any: turns nearly all calldata away after three characters. */
const firstDigits = new Uint8Array(0x1000);
for (const { selector } of WRAPPERS) firstDigits[Number.parseInt(selector.slice(2, 5), 16)] = 1;

/**
 * The wrapper that calldata calls, or null. Allocates nothing: this is asked of every transaction.
 *
 * @param input 0x-hex in any case.
 */
export function findWrapper(input: string): Wrapper | null {
  if (input.length < SELECTOR_END) return null;
  const first = (digitOf(input, 2) << 8) | (digitOf(input, 3) << 4) | digitOf(input, 4);
  if (firstDigits[first & 0xfff] !== 1) return null;
  return byNumber.get(numberOf(input)) ?? null;
}

/** Whether calldata is a call that can carry others: only then is `unpackCalls` worth its price. */
export function carriesCalls(input: string): boolean {
  return findWrapper(input) !== null;
}

/** The same by a selector at hand: 0x and 8 digits, lower case. */
export function isWrapper(selector: string): boolean {
  return bySelector.has(selector);
}

/** The selector as a signed 32-bit number, which V8 keeps without allocating. NaN when it is not hex. */
function numberOf(input: string): number {
  let number = 0;
  let valid = 0;
  for (let at = 2; at < SELECTOR_END; at++) {
    const digit = digitOf(input, at);
    valid |= digit;
    number = (number << 4) | (digit & 15);
  }
  return valid < 0 ? Number.NaN : number;
}

/** A hex digit's number; -1 when it is none. */
function digitOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
