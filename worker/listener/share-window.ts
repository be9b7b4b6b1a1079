/** How many of the transactions that others showed an endpoint showed as well. */
export interface Share {
  expected: number;
  shown: number;
  /** The time they were counted in. */
  spanMs: number;
}

/** Counts of the last `slots` × `slotMs` of what an endpoint should have shown and what it did show. */
export class ShareWindow {
  readonly #expected: Uint32Array;
  readonly #shown: Uint32Array;
  #slot = 0;

  constructor(
    private readonly slotMs = 2_000,
    private readonly slots = 30,
  ) {
    this.#expected = new Uint32Array(slots);
    this.#shown = new Uint32Array(slots);
  }

  add(expected: number, shown: number, nowMs: number): void {
    this.#advance(nowMs);
    const at = this.#slot % this.slots;
    this.#expected[at] = (this.#expected[at] ?? 0) + expected;
    this.#shown[at] = (this.#shown[at] ?? 0) + shown;
  }

  /** Over the last `windowMs`, or as much longer as it takes to have `minExpected`; null when there aren't as many. */
  tally(nowMs: number, windowMs: number, minExpected: number): Share | null {
    this.#advance(nowMs);
    let [expected, shown] = [0, 0];
    for (let back = 0; back < Math.min(this.slots, this.#slot + 1); back += 1) {
      const at = (this.#slot - back) % this.slots;
      expected += this.#expected[at] ?? 0;
      shown += this.#shown[at] ?? 0;
      const spanMs = (back + 1) * this.slotMs;
      if (spanMs >= windowMs && expected >= minExpected) return { expected, shown: Math.min(shown, expected), spanMs };
    }
    return null;
  }

  #advance(nowMs: number): void {
    const slot = Math.floor(nowMs / this.slotMs);
    if (slot <= this.#slot) return;
    for (let row = slot - Math.min(slot - this.#slot, this.slots) + 1; row <= slot; row += 1) {
      this.#expected[row % this.slots] = 0;
      this.#shown[row % this.slots] = 0;
    }
    this.#slot = slot;
  }
}
