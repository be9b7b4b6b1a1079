/** What `selectorKey` says of calldata without a selector. */
export const NO_SELECTOR = -0x1_0000_0000;

const SELECTOR_END = 10;
const NO_DIGIT = -1;
/** By the character's code: a table, for which branch a digit takes is hard to foretell. */
const DIGITS = new Int8Array(128).fill(NO_DIGIT);
for (let digit = 0; digit < 16; digit += 1) {
  DIGITS[digit.toString(16).charCodeAt(0)] = digit;
  DIGITS[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

/** The first four bytes of calldata as a signed 32-bit number: read without allocating anything, in whatever case. */
export function selectorKey(input: string): number {
  if (input.length < SELECTOR_END || input.charCodeAt(1) !== 120 || input.charCodeAt(0) !== 48) return NO_SELECTOR;
  let key = 0;
  let valid = 0;
  for (let at = 2; at < SELECTOR_END; at += 1) {
    const code = input.charCodeAt(at);
    const digit = code < DIGITS.length ? (DIGITS[code] ?? NO_DIGIT) : NO_DIGIT;
    valid |= digit;
    key = (key << 4) | (digit & 15);
  }
  return valid < 0 ? NO_SELECTOR : key;
}
