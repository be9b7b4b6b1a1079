import { BlockInterval } from "./block-interval";
import type { BlockHead } from "./types";

const REMEMBERED = 32;
/** How old a chain's newest block may be by its own timestamp, in block intervals and besides. */
const FRESH_INTERVALS = 1.5;
const FRESH_MS = 2_000;
/** Until the chain's interval is known. */
const USUAL_INTERVAL_MS = 12_000;

/** The heads that one endpoint announced on its present connection, and when. */
export class HeadTrack {
  /** When `compareHeads` first found it too far behind or ahead; null while it doesn't. */
  behindSinceMs: number | null = null;
  aheadSinceMs: number | null = null;
  private readonly heads: { number: number; atMs: number }[] = [];
  private readonly interval = new BlockInterval();
  private mintedAtMs = 0;

  /** Null before the first head. */
  get number(): number | null {
    return this.heads.at(-1)?.number ?? null;
  }

  get intervalMs(): number {
    return Math.max(1, this.interval.averageMs ?? USUAL_INTERVAL_MS);
  }

  observe(head: BlockHead, nowMs: number): void {
    const number = Number(head.number);
    this.interval.observe(head);
    this.mintedAtMs = head.atMs;
    // A reorganisation or a chain that began anew: what was above is no longer its chain.
    while ((this.number ?? -1) >= number) this.heads.pop();
    this.heads.push({ number, atMs: nowMs });
    if (this.heads.length > REMEMBERED) this.heads.shift();
  }

  /** When it first announced a block above this one; null when it has not. */
  firstAbove(number: number): number | null {
    return this.heads.find((head) => head.number > number)?.atMs ?? null;
  }

  /** How long a head may be the newest by its own timestamp. */
  get freshMs(): number {
    return FRESH_INTERVALS * this.intervalMs + FRESH_MS;
  }

  /** Whether its newest block is as young as a newest block should be: then it doesn't lag, whatever others claim. */
  isFresh(nowMs: number): boolean {
    return this.heads.length > 0 && nowMs - this.mintedAtMs <= this.freshMs;
  }
}
