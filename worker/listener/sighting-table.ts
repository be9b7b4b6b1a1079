/** Endpoints beside the first whose times are kept without an object. */
const OTHERS = 3;
/** Of a hash, the last 64 bits tell it from the others: nobody chooses them, and who lies can do it with whole ones. */
const WORD_DIGITS = 8;

interface Time {
  entrant: number;
  atMs: number;
}

/**
 * Transactions by their hashes, in two generations of equal size: when the younger is full it becomes the older, whose
 * places are let go all at once. In arrays of numbers: a hundred thousand objects that live on would be copied by the
 * garbage collector twice each, and looking them up by text takes three times as long.
 */
export class SightingTable {
  /** Whether the hash that was sighted last had not been known. */
  isNew = false;
  /** When it was another endpoint's already, and is news of this one: how long after the first. Else -1. */
  lagMs = -1;
  /** Open addressing with linear probing, at most half full: place + 1. One a generation. */
  #young: Int32Array;
  #old: Int32Array;
  /** The first place of the younger generation, and how many of its places are taken. */
  #youngAt = 0;
  #size = 0;
  readonly #mask: number;
  readonly #hashes: Int32Array;
  readonly #entrants: Uint16Array;
  readonly #times: Float64Array;
  readonly #otherCounts: Uint8Array;
  /** For transactions that more endpoints showed. */
  readonly #more = new Map<number, Time[]>();
  /** Generations let go so far: the n-th transaction of all is at place n modulo all places. */
  #turns = 0;
  /** How many of all were settled, and whether each was counted as shown by one endpoint only. */
  #settled = 0;
  readonly #isLone: Uint8Array;

  /** @param generationSize places in each generation. */
  constructor(private readonly generationSize: number) {
    const slots = 2 ** Math.ceil(Math.log2(generationSize * 2));
    const places = generationSize * 2;
    this.#mask = slots - 1;
    this.#young = new Int32Array(slots);
    this.#old = new Int32Array(slots);
    this.#hashes = new Int32Array(places * 2);
    this.#entrants = new Uint16Array(places * (1 + OTHERS));
    this.#times = new Float64Array(places * (1 + OTHERS));
    this.#otherCounts = new Uint8Array(places);
    this.#isLone = new Uint8Array(places);
  }

  /**
   * The place of a hash; -1 when it is not known.
   *
   * @param hash 0x-hex.
   */
  find(hash: string): number {
    const low = wordAt(hash, hash.length - WORD_DIGITS);
    const high = wordAt(hash, hash.length - 2 * WORD_DIGITS);
    const place = this.#findIn(this.#young, low, high);
    return place >= 0 ? place : this.#findIn(this.#old, low, high);
  }

  /**
   * Notes that an endpoint showed a hash, which is given a place when it has none; then `isNew` says so. Of each
   * endpoint the first time is kept.
   */
  sight(hash: string, entrant: number, atMs: number): number {
    const low = wordAt(hash, hash.length - WORD_DIGITS);
    const high = wordAt(hash, hash.length - 2 * WORD_DIGITS);
    const young = this.#findIn(this.#young, low, high);
    const place = young >= 0 ? young : this.#findIn(this.#old, low, high);
    this.isNew = place < 0;
    this.lagMs = place < 0 ? -1 : this.#note(place, entrant, atMs);
    return place < 0 ? this.#add(low, high, entrant, atMs) : place;
  }

  firstAtMs(place: number): number {
    return this.#times[place * (1 + OTHERS)] ?? 0;
  }

  /** Who showed it, by order; -1 after the last. */
  entrantAt(place: number, order: number): number {
    const count = this.#otherCounts[place] ?? 0;
    if (order <= count) return this.#entrants[place * (1 + OTHERS) + order] ?? -1;
    return count < OTHERS ? -1 : (this.#more.get(place)?.[order - 1 - count]?.entrant ?? -1);
  }

  /** Who showed it and when, in the order in which they did. */
  timesOf(place: number): Time[] {
    const at = place * (1 + OTHERS);
    const times = Array.from({ length: 1 + (this.#otherCounts[place] ?? 0) }, (_, other) => ({
      entrant: this.#entrants[at + other] ?? 0,
      atMs: this.#times[at + other] ?? 0,
    }));
    return [...times, ...(this.#more.get(place) ?? [])];
  }

  /**
   * Goes once over every place first shown until `untilMs`, oldest first; `visit` says whether it counts as shown by one
   * endpoint only. What a flood pushed out before it was gone over is left out.
   */
  settle(untilMs: number, visit: (place: number) => boolean): void {
    const end = this.#turns * this.generationSize + this.#size;
    let next = Math.max(this.#settled, (this.#turns - 1) * this.generationSize);
    for (; next < end; next += 1) {
      const place = next % (this.generationSize * 2);
      if ((this.#times[place * (1 + OTHERS)] ?? 0) > untilMs) break;
      this.#isLone[place] = visit(place) ? 1 : 0;
    }
    this.#settled = next;
  }

  /** Whether it was gone over already. */
  isSettled(place: number): boolean {
    const isYoung = place >= this.#youngAt && place < this.#youngAt + this.generationSize;
    const turn = isYoung ? this.#turns : this.#turns - 1;
    return turn * this.generationSize + (place % this.generationSize) < this.#settled;
  }

  /** Whether it was counted as shown by one endpoint only; not any more. */
  takeLone(place: number): boolean {
    const isLone = this.#isLone[place] === 1;
    this.#isLone[place] = 0;
    return isLone;
  }

  #add(low: number, high: number, entrant: number, atMs: number): number {
    if (this.#size === this.generationSize) this.#turn();
    const place = this.#youngAt + this.#size;
    this.#size += 1;
    let slot = low & this.#mask;
    while (this.#young[slot] !== 0) slot = (slot + 1) & this.#mask;
    this.#young[slot] = place + 1;
    this.#hashes[place * 2] = low;
    this.#hashes[place * 2 + 1] = high;
    this.#entrants[place * (1 + OTHERS)] = entrant;
    this.#times[place * (1 + OTHERS)] = atMs;
    this.#otherCounts[place] = 0;
    return place;
  }

  #note(place: number, entrant: number, atMs: number): number {
    const at = place * (1 + OTHERS);
    const count = this.#otherCounts[place] ?? 0;
    for (let other = 0; other <= count; other += 1) if (this.#entrants[at + other] === entrant) return -1;
    const lagMs = Math.max(0, atMs - (this.#times[at] ?? 0));
    if (count < OTHERS) {
      this.#entrants[at + count + 1] = entrant;
      this.#times[at + count + 1] = atMs;
      this.#otherCounts[place] = count + 1;
      return lagMs;
    }
    const more = this.#more.get(place);
    if (more === undefined) this.#more.set(place, [{ entrant, atMs }]);
    else if (more.some((one) => one.entrant === entrant)) return -1;
    else more.push({ entrant, atMs });
    return lagMs;
  }

  #findIn(slots: Int32Array, low: number, high: number): number {
    for (let slot = low & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const place = (slots[slot] ?? 0) - 1;
      if (place < 0) return -1;
      if (this.#hashes[place * 2] === low && this.#hashes[place * 2 + 1] === high) return place;
    }
  }

  #turn(): void {
    const emptied = this.#old;
    emptied.fill(0);
    this.#old = this.#young;
    this.#young = emptied;
    this.#youngAt = this.#youngAt === 0 ? this.generationSize : 0;
    this.#size = 0;
    this.#turns += 1;
    const end = this.#youngAt + this.generationSize;
    for (const place of this.#more.keys()) if (place >= this.#youngAt && place < end) this.#more.delete(place);
  }
}

/** Eight hex digits as a signed number, in whatever case; without branches, for digits are hard to foretell. */
function wordAt(text: string, at: number): number {
  let word = 0;
  for (let digit = at; digit < at + WORD_DIGITS; digit += 1) {
    const code = text.charCodeAt(digit);
    word = (word << 4) | ((code & 15) + ((code >> 6) & 1) * 9);
  }
  return word;
}
