/** Thrown, always this one, when calldata does not fit the function that it calls. Without a stack: it costs nothing. */
export const MALFORMED: Error = new Error("The calldata does not fit the function that it calls.");

/** Hex digits of a 32-byte word. */
export const WORD = 64;
/** Where the arguments begin: behind `0x` and the selector. */
export const ARGUMENTS = 10;

const ZEROS = "0".repeat(WORD);
/** Numbers that count or point inside calldata fit in 4 bytes; any other is beyond its end. */
const HIGH_ZEROS = "0".repeat(WORD - 8);

/**
 * A word that counts or points. All positions here are indices of `hex`.
 *
 * @throws {Error} MALFORMED when it is beyond the end, or beyond 32 bits.
 */
export function countAt(hex: string, at: number): number {
  if (at + WORD > hex.length || !hex.startsWith(HIGH_ZEROS, at)) throw MALFORMED;
  return Number.parseInt(hex.slice(at + WORD - 8, at + WORD), 16);
}

/** A word as a number of up to 256 bits. @throws {Error} MALFORMED */
export function uintAt(hex: string, at: number): bigint {
  if (at + WORD > hex.length) throw MALFORMED;
  return hex.startsWith(ZEROS, at) ? 0n : BigInt(`0x${hex.slice(at, at + WORD)}`);
}

/**
 * A word's low 20 bytes. What stands above them is ignored, as compilers before Solidity 0.8 (ABI coder v1) ignore it:
 * who hides a call behind it would not be seen.
 *
 * @throws {Error} MALFORMED
 */
export function addressAt(hex: string, at: number): string {
  if (at + WORD > hex.length) throw MALFORMED;
  return `0x${hex.slice(at + 24, at + WORD)}`;
}

/** Where the dynamic argument of head word `slot` stands, for a head that begins at `base`. @throws {Error} MALFORMED */
export function tailAt(hex: string, base: number, slot: number): number {
  return base + 2 * countAt(hex, base + WORD * slot);
}

/** The digits of `bytes` or `string` whose length word is at `at`. @throws {Error} MALFORMED */
export function bytesAt(hex: string, at: number): string {
  const start = at + WORD;
  const end = start + 2 * countAt(hex, at);
  if (end > hex.length) throw MALFORMED;
  return hex.slice(start, end);
}

/** The length of an array whose length word is at `at`, each element of at least a word. @throws {Error} MALFORMED */
export function lengthAt(hex: string, at: number): number {
  const length = countAt(hex, at);
  if (at + WORD + WORD * length > hex.length) throw MALFORMED;
  return length;
}
