/** Looks for watched addresses in calldata. */
export interface MentionFinder {
  /**
   * The watched addresses that stand in calldata as an argument does: a whole word, 12 zero bytes and 20 of the address.
   *
   * @param input 0x-hex.
   * @returns lower case, each once, in order of appearance; the same empty array whenever there are none.
   */
  find: (input: string) => readonly string[];
  /** The same at any byte, whatever stands before: packed calldata of bots, and arguments inside inner calls. Slower. */
  findUnaligned: (input: string) => readonly string[];
}

/** Digits: of `0x` and the selector, of a word, of its zeros, of an address. */
const ARGUMENTS = 10;
const WORD = 64;
const PADDING = 24;
const ADDRESS = 40;
const ZEROS = "0".repeat(PADDING);
const NONE: readonly string[] = Object.freeze([]);

/**
 * Digits of an address that a filter's index is made of, 20 bits' worth: a table of 128 KiB, so that both stay in the
 * cache. With 100,000 addresses a tenth of the words pass one and one in a hundred both; only those are looked up.
 */
const INDEX_DIGITS = 5;
const INDEX_BITS = 20;
const INDEX_MASK = (1 << INDEX_BITS) - 1;
const TAIL_AT = ADDRESS - INDEX_DIGITS;
const MIDDLE_AT = 10;

/** The value of a hex digit by its character code; 0 for other characters, for then the look-up decides. */
const DIGITS = new Uint8Array(128);
for (let digit = 0; digit < 16; digit++) {
  DIGITS[digit.toString(16).charCodeAt(0)] = digit;
  DIGITS[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

/**
 * Makes a finder of watched addresses in calldata, for transactions to contracts that aren't watched themselves: a
 * router's or an attacker's calldata mostly names its target. A hit is a hint, not a call.
 *
 * @param addresses 0x-hex in lower case; they are copied.
 */
export function createMentionFinder(addresses: Iterable<string>): MentionFinder {
  const watched = new Set(addresses);
  const tails = new Uint32Array(1 << (INDEX_BITS - 5));
  const pairs = new Uint32Array(1 << (INDEX_BITS - 5));
  for (const address of watched) {
    const tail = indexAt(address, 2 + TAIL_AT);
    set(tails, tail);
    set(pairs, pairOf(indexAt(address, 2 + MIDDLE_AT), tail));
  }

  /** The watched address whose 40 digits begin at `at`, once the cheap filters let it through. */
  const look = (input: string, at: number, tail: number): string | null => {
    if (!has(pairs, pairOf(indexAt(input, at + MIDDLE_AT), tail))) return null;
    const address = `0x${input.slice(at, at + ADDRESS).toLowerCase()}`;
    return watched.has(address) ? address : null;
  };

  const find = (input: string): readonly string[] => {
    let found: string[] | null = null;
    const last = input.length - WORD;
    for (let word = ARGUMENTS; word <= last; word += WORD) {
      // The digit before the address first: in packed data and hashes it is mostly not 0.
      if (input.charCodeAt(word + PADDING - 1) !== 48) continue;
      const at = word + PADDING;
      const tail = indexAt(input, at + TAIL_AT);
      if (!has(tails, tail) || !input.startsWith(ZEROS, word)) continue;
      const address = look(input, at, tail);
      if (address !== null) found = add(found, address);
    }
    return found ?? NONE;
  };

  const findUnaligned = (input: string): readonly string[] => {
    let found: string[] | null = null;
    let tail = 0;
    let zeros = 0;
    for (let at = ARGUMENTS; at + 1 < input.length; at += 2) {
      const byte = (digitAt(input, at) << 4) | digitAt(input, at + 1);
      tail = ((tail << 8) | byte) & INDEX_MASK;
      zeros = byte === 0 ? zeros + 1 : 0;
      // Nobody's address. It would pass the filters as soon as an address of few digits is watched.
      if (zeros >= ADDRESS / 2 || !has(tails, tail)) continue;
      const start = at + 2 - ADDRESS;
      const address = start < ARGUMENTS ? null : look(input, start, tail);
      if (address !== null) found = add(found, address);
    }
    return found ?? NONE;
  };

  return watched.size === 0 ? { find: () => NONE, findUnaligned: () => NONE } : { find, findUnaligned };
}

function add(found: string[] | null, address: string): string[] {
  if (found === null) return [address];
  if (!found.includes(address)) found.push(address);
  return found;
}

function indexAt(text: string, at: number): number {
  let index = 0;
  for (let digit = at; digit < at + INDEX_DIGITS; digit++) index = (index << 4) | digitAt(text, digit);
  return index;
}

/**
 * Mixes two parts into one index. Calldata is full of zeros, and so are some addresses: a filter of its own for each
 * part would let every run of zeros through.
 */
function pairOf(middle: number, tail: number): number {
  return (Math.imul(middle, 0x9e3779b1) ^ Math.imul(tail, 0x85ebca6b)) >>> (32 - INDEX_BITS);
}

function digitAt(text: string, at: number): number {
  return DIGITS[text.charCodeAt(at)] ?? 0;
}

function set(table: Uint32Array, index: number): void {
  table[index >>> 5] = (table[index >>> 5] ?? 0) | (1 << (index & 31));
}

function has(table: Uint32Array, index: number): boolean {
  return ((table[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0;
}
