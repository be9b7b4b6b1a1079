import { createHash, randomBytes } from "node:crypto";

/** Crockford's base 32: no letter that looks like a digit. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A new code of 100 random bits, in four groups that can be read aloud: `7G2KD-…`. */
export function makeSetupCode(): string {
  const letters = [...randomBytes(20)].map((byte) => ALPHABET[byte % 32]).join("");
  return letters.replace(/.{5}(?=.)/g, "$&-");
}

/** What of a code is stored: SHA-256 in hex, however it was typed. */
export function hashSetupCode(code: string): string {
  const plain = code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  return createHash("sha256").update(plain).digest("hex");
}
