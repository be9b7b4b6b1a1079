import type { BlockHead } from "./types";

/** Heads remembered for de-duplication; deeper than any reorganisation. */
const REMEMBERED = 512;

/** The heads of a network, whichever endpoints announce them. */
export class HeadLedger {
  /** The network's. */
  last: BlockHead | null = null;
  private readonly known = new Set<string>();
  /** Each endpoint's last head. */
  private readonly newest = new Map<string, BlockHead>();

  /**
   * True when the head is news. `highest`: the highest head that an endpoint stands at now, this one included. One that
   * lags behind another says nothing new; lower heads of all of them are a chain that began anew.
   */
  take(head: BlockHead, endpointId: string, highest: bigint): boolean {
    const isNews = !this.known.has(head.hash);
    this.newest.set(endpointId, head);
    if (head.number >= highest) {
      if (isNews) this.last = head;
    } else if (this.last !== null && this.last.number > highest) {
      this.last = [...this.newest.values()].find(({ number }) => number === highest) ?? head;
    }
    if (!isNews) return false;
    this.known.add(head.hash);
    if (this.known.size > REMEMBERED) {
      for (const oldest of this.known) {
        this.known.delete(oldest);
        break;
      }
    }
    return true;
  }

  /** The endpoint is gone. */
  forget(endpointId: string): void {
    this.newest.delete(endpointId);
  }
}
