import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_LENGTH = 30;
/** A CRC-32 in base 62 has at most six digits. */
const CHECKSUM_LENGTH = 6;
const FORM = new RegExp(`^sntl_([0-9A-Za-z]{${RANDOM_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`);
/** `sntl_` and seven of the thirty: enough to tell keys apart, and 137 bits stay unknown. */
const PREFIX_LENGTH = 12;

/**
 * A new key: `sntl_`, 30 random letters and digits (178 bits), and a CRC-32 of those in base 62. By prefix and checksum
 * a scanner knows a leaked key for one, and garbage is refused without asking the database.
 */
export function makeApiKey(): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return `sntl_${random}${checksumOf(random)}`;
}

/** Whether a text has the form of a key and its checksum is right. */
export function isApiKey(text: string): boolean {
  const [, random, checksum] = FORM.exec(text) ?? [];
  return random !== undefined && checksum === checksumOf(random);
}

/**
 * What of a key is stored: SHA-256, hex. Plain and fast, because a key is random: passwords need argon2id because they
 * can be guessed, 178 bits can't.
 */
export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** What of a key is shown after it was made. */
export function prefixOfApiKey(key: string): string {
  return key.slice(0, PREFIX_LENGTH);
}

function checksumOf(random: string): string {
  let rest = crc32(random);
  let digits = "";
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    digits = (ALPHABET[rest % 62] ?? "") + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
