import type { BlockHead, NetworkGap } from "./types";

/** What the tracker needs to know of an endpoint. */
export interface GapWitness {
  host: string;
  isUsable: boolean;
  state: string;
  reason: string | null;
  lastMessageAtMs: number | null;
}

/**
 * Notices when a network has no usable endpoint left, and when it has one again. The gap begins with the last
 * message that arrived, because a half-open socket is noticed only later.
 */
export class GapTracker {
  open: NetworkGap | null = null;
  private wasUsable = false;

  constructor(
    private readonly networkId: string,
    private readonly startedAtMs: number,
    private readonly onGap: (gap: NetworkGap) => void,
  ) {}

  /** To be called with every head that arrives, new to the network or not. */
  onHead(head: BlockHead): void {
    if (this.open) this.open.firstHeadAfter ??= head;
  }

  /** To be called after every change of an endpoint. */
  update(witnesses: readonly GapWitness[], lastHead: BlockHead | null, nowMs: number): void {
    if (witnesses.some((witness) => witness.isUsable)) {
      this.wasUsable = true;
      if (!this.open) return;
      const closed = { ...this.open, toMs: nowMs };
      this.open = null;
      this.onGap(closed);
      return;
    }
    if (this.open) return;
    // At the start nothing is wrong before every endpoint has failed once.
    const isStarting =
      !this.wasUsable && witnesses.some(({ state, reason }) => state === "connecting" && reason === null);
    if (isStarting) return;
    const times = witnesses.map((witness) => witness.lastMessageAtMs ?? 0);
    this.open = {
      networkId: this.networkId,
      fromMs: this.wasUsable ? Math.max(this.startedAtMs, ...times) : this.startedAtMs,
      toMs: null,
      lastHeadBefore: lastHead,
      firstHeadAfter: null,
      reason:
        witnesses.map(({ host, state, reason }) => `${host}: ${reason ?? state}`).join("; ") ||
        "no endpoint configured",
    };
    this.onGap({ ...this.open });
  }
}
