import type { BlockHead } from "./types";

/** How much the newest block counts in the moving average. */
const WEIGHT = 0.2;
/** A development chain that mines on demand may pause for hours; its next silence must still be noticed. */
const LONGEST_MS = 600_000;

/** The chain's block interval, as a moving average over the blocks' own timestamps. */
export class BlockInterval {
  private last: BlockHead | null = null;
  /** Null before the second block. */
  averageMs: number | null = null;

  observe(head: BlockHead): void {
    const last = this.last;
    this.last = head;
    if (!last || head.number <= last.number) return;
    const sampleMs = Math.min(LONGEST_MS, (head.atMs - last.atMs) / Number(head.number - last.number));
    this.averageMs = this.averageMs === null ? sampleMs : this.averageMs + WEIGHT * (sampleMs - this.averageMs);
  }

  /** How long the head may stand still before that is suspicious. */
  timeoutMs(tuning: { staleMinMs: number; staleFactor: number; staleUntilKnownMs: number }): number {
    if (this.averageMs === null) return Math.max(tuning.staleMinMs, tuning.staleUntilKnownMs);
    return Math.max(tuning.staleMinMs, tuning.staleFactor * this.averageMs);
  }
}
