import type { HeadTrack } from "./head-track";

/** How far a head may be off, and for how long. */
interface HeadTolerance {
  headLagBlocks: number;
  headLagMs: number;
}

/** What is wrong with an endpoint's heads. `isAhead`: they are not the chain's. */
export interface HeadFault {
  reason: string;
  isAhead: boolean;
}

/**
 * Compares an endpoint's heads with those of the others; null when nothing is wrong. It lags when it has not shown a
 * block that another showed `headLagMs` ago, or stays `headLagBlocks` behind for that long, and its newest block is
 * old by its own timestamp too: one that invents blocks must not make the honest look late. It is ahead when two
 * others, both with fresh blocks, stay so far below that being slower can't explain it.
 */
export function compareHeads(
  mine: HeadTrack,
  others: readonly HeadTrack[],
  { headLagBlocks, headLagMs }: HeadTolerance,
  nowMs: number,
): HeadFault | null {
  const { number } = mine;
  if (number === null || others.length === 0) return null;
  const best = Math.max(...others.map((other) => other.number ?? -1));
  const isBehind = best > number && !mine.isFresh(nowMs);
  mine.behindSinceMs = isBehind && best - number >= headLagBlocks ? (mine.behindSinceMs ?? nowMs) : null;
  if (isBehind) {
    const missedAtMs = Math.min(...others.map((other) => other.firstAbove(number) ?? nowMs));
    const lateMs = Math.max(nowMs - missedAtMs, mine.behindSinceMs === null ? 0 : nowMs - mine.behindSinceMs);
    const blocks = best - number === 1 ? "1 block" : `${(best - number).toLocaleString("en")} blocks`;
    if (lateMs > headLagMs) {
      return { reason: `lags: its head is ${blocks} behind the others, for ${seconds(lateMs)} s`, isAhead: false };
    }
  }
  const fresh = others.filter((other) => other.isFresh(nowMs));
  const top = Math.max(...fresh.map((other) => other.number ?? -1));
  const slack = Math.max(0, ...fresh.map((other) => Math.ceil((2 * other.freshMs) / other.intervalMs)));
  const isAhead = fresh.length >= 2 && number - top >= headLagBlocks + slack;
  mine.aheadSinceMs = isAhead ? (mine.aheadSinceMs ?? nowMs) : null;
  if (mine.aheadSinceMs === null || nowMs - mine.aheadSinceMs <= headLagMs) return null;
  return { reason: `announces block ${number} while the others are at ${top}`, isAhead: true };
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}
