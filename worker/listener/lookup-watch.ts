import type { LookupCounters } from "./types";

/** Fewer look-ups without a result may be chance. */
const MIN_MISSING = 20;

/** Notices that hashes are announced and none of them can be looked up: then no transaction is seen, as with silence. */
export class LookupWatch {
  private found = 0;
  private lost = 0;
  private sinceMs: number | null = null;

  constructor(private readonly afterMs: number) {}

  /** Whether for `afterMs` hashes were given up, and none was found. */
  isBarren({ found, missing, dropped }: LookupCounters, nowMs: number): boolean {
    if (found !== this.found || this.sinceMs === null) {
      this.found = found;
      this.lost = missing + dropped;
      this.sinceMs = nowMs;
    }
    return nowMs - this.sinceMs > this.afterMs && missing + dropped - this.lost >= MIN_MISSING;
  }
}
