/** Thrown, always this one, when calldata does not fit the function that it calls. Without a stack: it costs nothing. */
export const MALFORMED: Error = new Error("The calldata does not fit the function that it calls.");

/** Hex digits of a 32-byte word. */
export const WORD = 64;
/** Where the arguments begin: behind `0x` and the selector. */
export const ARGUMENTS = 10;

const ZEROS = "0".repeat(WORD);
/** Numbers that count or point inside calldata fit in 4 bytes; any other is beyond its end. */
const HIGH_ZEROS = "0".repeat(WORD - 8);
/** So much of what `bytes` claim behind the end of the calldata is written out as zeros, in digits: 1 KiB. */
const MAX_PAST_END = 2_048;

/**
 * A word that counts or points. All positions here are indices of `hex`. What lies behind its end reads as zeros, as the
 * EVM has it: contracts from before Solidity 0.5, and assembly, take calldata whose end was cut off.
 *
 * @throws {Error} MALFORMED when it is beyond 32 bits.
 */
export function countAt(hex: string, at: number): number {
  const [from, place] = wordAt(hex, at);
  if (!from.startsWith(HIGH_ZEROS, place)) throw MALFORMED;
  return Number.parseInt(from.slice(place + WORD - 8, place + WORD), 16);
}

/** A word as a number of up to 256 bits. */
export function uintAt(hex: string, at: number): bigint {
  const [from, place] = wordAt(hex, at);
  return from.startsWith(ZEROS, place) ? 0n : BigInt(`0x${from.slice(place, place + WORD)}`);
}

/** A word's lowest byte: of a small number, whose other bytes older compilers ignore. */
export function byteAt(hex: string, at: number): number {
  const [from, place] = wordAt(hex, at);
  return Number.parseInt(from.slice(place + WORD - 2, place + WORD), 16);
}

/**
 * A word's low 20 bytes. What stands above them is ignored, as compilers before Solidity 0.8 (ABI coder v1) ignore it:
 * who hides a call behind it would not be seen.
 *
 * @throws {Error} MALFORMED when nothing of the word is there.
 */
export function addressAt(hex: string, at: number): string {
  if (at >= hex.length) throw MALFORMED;
  const [from, place] = wordAt(hex, at);
  return `0x${from.slice(place + 24, place + WORD)}`;
}

/** Where the dynamic argument of head word `slot` stands, for a head that begins at `base`. @throws {Error} MALFORMED */
export function tailAt(hex: string, base: number, slot: number): number {
  return base + 2 * countAt(hex, base + WORD * slot);
}

/**
 * The digits of `bytes` or `string` whose length word is at `at`; zeros for what its length claims behind the end.
 *
 * @throws {Error} MALFORMED when nothing of them is there.
 */
export function bytesAt(hex: string, at: number): string {
  const start = at + WORD;
  const end = start + 2 * countAt(hex, at);
  if (end <= hex.length) return hex.slice(start, end);
  if (start >= hex.length) throw MALFORMED;
  return hex.slice(start).padEnd(Math.min(end, hex.length + MAX_PAST_END) - start, "0");
}

/** The length of an array whose length word is at `at`, each element of at least a word. @throws {Error} MALFORMED */
export function lengthAt(hex: string, at: number): number {
  const length = countAt(hex, at);
  if (length > 0 && at + WORD + WORD * length > hex.length) throw MALFORMED;
  return length;
}

/** Where a word is to be read: in the calldata itself nearly always. */
function wordAt(hex: string, at: number): [from: string, place: number] {
  return at + WORD <= hex.length ? [hex, at] : [hex.slice(at).padEnd(WORD, "0"), 0];
}
