import { BlockInterval } from "./block-interval";
import type { BlockHead, ListenerTuning } from "./types";

/** What to do about a head that stands still: wait (the chain stands still too) or leave this connection. */
type HeadVerdict = { action: "wait" | "leave"; reason: string };

/** Watches that one connection's heads keep coming. */
export class HeadWatch {
  private readonly interval = new BlockInterval();
  private head: BlockHead | null = null;
  private headAtMs = 0;
  private nextCheckAtMs = 0;

  constructor(private readonly tuning: ListenerTuning) {}

  /** The watch begins now, heard of a head or not. */
  start(nowMs: number): void {
    this.headAtMs = nowMs;
    this.nextCheckAtMs = nowMs + this.interval.timeoutMs(this.tuning);
  }

  observe(head: BlockHead, nowMs: number): void {
    if (head.hash === this.head?.hash) return;
    this.head = head;
    this.interval.observe(head);
    this.start(nowMs);
  }

  /** Whether the head says nothing new: an answer that a notification has overtaken. */
  isOlder(head: BlockHead): boolean {
    return this.head !== null && head.number < this.head.number;
  }

  isOverdue(nowMs: number): boolean {
    return nowMs > this.nextCheckAtMs;
  }

  /**
   * Judges the node's own answer to `eth_blockNumber`: ahead of what it announced means that the subscription has
   * died, behind the network's other endpoints that the node is stuck; else the chain itself pauses.
   */
  judge(answer: unknown, networkHead: bigint | null, nowMs: number): HeadVerdict {
    const known = this.head?.number ?? -1n;
    const atNode = typeof answer === "string" && /^0x[0-9a-f]{1,10}$/i.test(answer) ? BigInt(answer) : known;
    const waited = `no new block for ${Math.round((nowMs - this.headAtMs) / 1000)} s`;
    this.nextCheckAtMs = nowMs + this.interval.timeoutMs(this.tuning);
    if (atNode > known) return { action: "leave", reason: `${waited} announced, though the node is at ${atNode}` };
    if (networkHead !== null && networkHead > atNode) {
      return { action: "leave", reason: `${waited}: stuck at ${atNode} while others are at ${networkHead}` };
    }
    return { action: "wait", reason: `${waited}; the node's head stands at ${atNode}` };
  }
}
