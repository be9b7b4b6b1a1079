const BUCKETS = 64;
/** Buckets for each doubling: a median is exact to 9 %. The last bucket begins at 46 s. */
const PER_DOUBLING = 4;

/**
 * How late an endpoint showed transactions, over the last `slots` × `slotMs`: counts in buckets that grow with the
 * lag, a row of them for each slot of time. Fixed size (16 kB by default), some nanoseconds an entry.
 */
export class LagHistogram {
  readonly #counts: Uint32Array;
  #slot = 0;

  constructor(
    private readonly slotMs = 2_000,
    private readonly slots = 60,
  ) {
    this.#counts = new Uint32Array(slots * BUCKETS);
  }

  /** `lagMs`: after the first endpoint; 0 for the first itself. */
  add(lagMs: number, nowMs: number): void {
    this.#advance(nowMs);
    const at = (this.#slot % this.slots) * BUCKETS + bucketOf(lagMs);
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  /** Of the last `windowMs` (up to one slot less); null below `minCount` entries. */
  medianMs(nowMs: number, windowMs: number, minCount = 1): number | null {
    this.#advance(nowMs);
    const rows = Math.min(this.slots, Math.max(1, Math.ceil(windowMs / this.slotMs)));
    const sums = new Array<number>(BUCKETS).fill(0);
    let total = 0;
    for (let row = Math.max(0, this.#slot - rows + 1); row <= this.#slot; row += 1) {
      const at = (row % this.slots) * BUCKETS;
      for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
        const count = this.#counts[at + bucket] ?? 0;
        sums[bucket] = (sums[bucket] ?? 0) + count;
        total += count;
      }
    }
    if (total < minCount) return null;
    let passed = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      passed += sums[bucket] ?? 0;
      if (passed * 2 >= total) return middleOf(bucket);
    }
    return null;
  }

  /** Empties the rows whose time has passed; a clock that was set back stays in the present row. */
  #advance(nowMs: number): void {
    const slot = Math.floor(nowMs / this.slotMs);
    if (slot <= this.#slot) return;
    const emptied = Math.min(slot - this.#slot, this.slots);
    for (let row = slot - emptied + 1; row <= slot; row += 1) {
      const at = (row % this.slots) * BUCKETS;
      this.#counts.fill(0, at, at + BUCKETS);
    }
    this.#slot = slot;
  }
}

function bucketOf(lagMs: number): number {
  return lagMs < 1 ? 0 : Math.min(BUCKETS - 1, 1 + Math.floor(Math.log2(lagMs) * PER_DOUBLING));
}

/** The bucket's middle, in whole milliseconds. */
function middleOf(bucket: number): number {
  return bucket === 0 ? 0 : Math.round(2 ** ((bucket - 0.5) / PER_DOUBLING));
}
