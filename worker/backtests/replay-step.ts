import { setImmediate as breathe } from "node:timers/promises";

/** A pending transaction must not wait longer than this for a backtest, ms. */
const SLICE_MS = 4;

/** What a replay reports after each block or page: only then does what was counted fit where it would go on. */
export interface ReplayStep {
  /** Blocks or transactions that are done. */
  done: number;
  /** Transactions that the rule was asked of in this step. */
  transactions: number;
  /** Where to go on. */
  next: number | string;
}

/** Runs over items in slices, so that sockets are read in between. */
export async function inSlices<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let sliceMs = performance.now();
  for (const item of items) {
    work(item);
    if (performance.now() - sliceMs < SLICE_MS) continue;
    await breathe();
    sliceMs = performance.now();
  }
}
