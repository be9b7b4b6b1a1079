/** Crockford's Base32: no I, L, O and U, which are read as others. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 8;
const READ_AS: Record<string, string> = { I: "1", L: "1", O: "0", U: "V" };

/**
 * A code of 40 random bits.
 *
 * @param randomInt a number from 0 up to, not including, `max`; cryptographically random.
 */
export function newLinkCode(randomInt: (max: number) => number): string {
  return Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
}

/** `XXXX-XXXX`, as people are shown it. */
export function formatLinkCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}

/** What somebody typed as a code: in any case, with blanks and dashes, look-alikes taken for what they look like. */
export function readLinkCode(text: string): string | null {
  const letters = text.toUpperCase().replace(/[\s\-–—_]/g, "");
  const code = letters.replace(/[ILOU]/g, (letter) => READ_AS[letter] ?? letter);
  return code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter)) ? code : null;
}
