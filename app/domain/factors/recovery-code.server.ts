import { randomBytes } from "node:crypto";

/** Crockford's base 32: no letter that looks like a digit. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LETTERS = 16;

/** How many a user gets at a time. */
export const RECOVERY_CODE_COUNT = 10;

/** A new code of 80 random bits, in four groups that can be read aloud: `7G2K-…`. */
export function makeRecoveryCode(): string {
  const letters = [...randomBytes(CODE_LETTERS)].map((byte) => ALPHABET[byte % 32]).join("");
  return letters.replace(/.{4}(?=.)/g, "$&-");
}

/** What is digested of a code, however it was typed; null when it cannot be one. */
export function normalizeRecoveryCode(code: string): string | null {
  const plain = code.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return new RegExp(`^[${ALPHABET}]{${CODE_LETTERS}}$`).test(plain) ? `recovery-code:${plain}` : null;
}
