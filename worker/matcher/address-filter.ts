/** Digits that are read: the last ones, for those of well-known addresses begin alike. */
const DIGITS = 6;
const FROM = 42 - DIGITS;
const MIN_BITS = 10;
const MAX_BITS = DIGITS * 4;
const BITS_PER_ADDRESS = 16;

/**
 * Says quickly that an address is not among those given, which is so of nearly every one that is asked for: a bit for
 * the last digits of each, which the processor's cache holds, where a look-up among 100,000 strings has to hash the
 * text and miss the cache first. `true` means: perhaps.
 */
export class AddressFilter {
  readonly #bits: Int32Array;
  readonly #mask: number;

  /** @param addresses in lower case. */
  constructor(addresses: Iterable<string>, size: number) {
    const bits = Math.min(MAX_BITS, Math.max(MIN_BITS, Math.ceil(Math.log2(Math.max(1, size) * BITS_PER_ADDRESS))));
    this.#mask = (1 << bits) - 1;
    this.#bits = new Int32Array(1 << (bits - 5));
    for (const address of addresses) {
      const index = this.#indexOf(address);
      this.#bits[index >>> 5] = (this.#bits[index >>> 5] ?? 0) | (1 << (index & 31));
    }
  }

  mayHave(address: string): boolean {
    const index = this.#indexOf(address);
    return ((this.#bits[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0;
  }

  /** Letters and digits differ in their lower bits, which is all that is asked for here. */
  #indexOf(address: string): number {
    let index = 0;
    for (let at = FROM; at < FROM + DIGITS; at += 1) {
      const code = address.charCodeAt(at);
      index = (index << 4) | ((code & 15) + (code > 57 ? 9 : 0));
    }
    return index & this.#mask;
  }
}
