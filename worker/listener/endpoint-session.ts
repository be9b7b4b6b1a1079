import { failureReason } from "./failure-reason";
import { HeadWatch } from "./head-watch";
import { JsonRpcSocket } from "./json-rpc-socket";
import { LookupWatch } from "./lookup-watch";
import { PendingFeed } from "./pending-feed";
import { RpcError } from "./rpc-errors";
import type { SessionOptions, SessionTrouble } from "./session-hooks";
import { startHeartbeat } from "./start-heartbeat";
import { subscribePending } from "./subscribe-pending";
import { toBlockHead } from "./to-block-head";

/** Notifications that overtake the answer to their own subscription. */
const EARLY_LIMIT = 1_024;

/**
 * The life of one connection: dial, check the chain, subscribe, watch, end. It never comes back by itself; the
 * endpoint starts the next one.
 */
export class EndpointSession {
  private readonly socket: JsonRpcSocket;
  private readonly feed: PendingFeed;
  private readonly watch: HeadWatch;
  private readonly lookups: LookupWatch;
  /** Hashes come, and none can be looked up. */
  private isBarren = false;
  private headsId: string | null = null;
  private pendingId: string | null = null;
  private droppedId: string | null = null;
  private early: { id: string; result: unknown; atMs: number }[] = [];
  private isVerified = false;
  private isReady = false;
  private isProbing = false;
  private isWrongChain = false;
  private trouble: SessionTrouble = null;
  private stops: (() => void)[] = [];
  private subscribedAtMs = 0;

  /** Dials at once. Throws SyntaxError when the URL is none for a WebSocket. */
  constructor(private readonly options: SessionOptions) {
    const { tuning, hooks, stats } = options;
    this.watch = new HeadWatch(tuning);
    this.lookups = new LookupWatch(tuning.silentAfterMs);
    this.socket = new JsonRpcSocket({
      url: options.url,
      handshakeTimeoutMs: tuning.handshakeTimeoutMs,
      maxPayloadBytes: tuning.maxPayloadBytes,
      redact: options.redact,
      onOpen: () => void this.setUp(),
      onNotification: (id, result, atMs) => this.onNotification(id, result, atMs),
      onBadFrame: hooks.onBadFrame,
      onClose: (reason) => this.onClosed(reason),
    });
    this.feed = new PendingFeed({ socket: this.socket, tuning, stats, ...hooks });
  }

  /** Of the last frame on this connection; 0 before the first. */
  get lastMessageAtMs(): number {
    return this.socket.lastMessageAtMs;
  }

  /** Subscribed: blocks and pending transactions can arrive. */
  get isUsable(): boolean {
    return this.isReady && this.socket.isOpen;
  }

  /** Of the right chain: can be asked, already while the subscriptions are being made. */
  get isAskable(): boolean {
    return this.isVerified && this.socket.isOpen;
  }

  /** Since when pending transactions can arrive; null when they can't. */
  get pendingSinceMs(): number | null {
    return this.isUsable && this.pendingId !== null ? this.subscribedAtMs : null;
  }

  request(method: string, params: unknown[], timeoutMs = this.options.tuning.requestTimeoutMs): Promise<unknown> {
    return this.socket.request(method, params, timeoutMs);
  }

  /** Ends it in order; `onClosed` follows. */
  close(reason: string): void {
    this.socket.close(reason);
  }

  private async setUp(): Promise<void> {
    this.startTimers();
    try {
      const answer = await this.request("eth_chainId", []);
      const actual = typeof answer === "string" ? Number(answer) : Number.NaN;
      if (actual !== this.options.chainId) return this.refuseChain(actual);
      this.isVerified = true;
      const headsId = await this.request("eth_subscribe", ["newHeads"]);
      this.headsId = String(headsId);
      this.takeEarly(this.headsId);
      void this.subscribeDropped();
      await this.probe();
      await this.readLatestHead();
      if (!this.socket.isOpen) return;
      this.isReady = true;
      this.early = [];
      this.options.hooks.onReady();
    } catch (error) {
      this.socket.terminate(failureReason(error));
    }
  }

  private refuseChain(actual: number): void {
    this.isWrongChain = !Number.isNaN(actual);
    const expected = this.options.chainId;
    const reason = this.isWrongChain ? `serves chain ${actual}, not ${expected}` : "answers eth_chainId with no number";
    this.socket.terminate(reason);
  }

  private async probe(): Promise<void> {
    this.pendingId = await subscribePending((method, params) => this.request(method, params));
    this.subscribedAtMs = Date.now();
    if (this.pendingId === null) this.options.hooks.onKind("heads_only");
    else {
      this.options.hooks.onKind("unknown");
      this.takeEarly(this.pendingId);
    }
  }

  /** So that a head is known at once, and not only when the next block comes. */
  private async readLatestHead(): Promise<void> {
    this.watch.start(Date.now());
    try {
      const latest = await this.request("eth_getBlockByNumber", ["latest", false]);
      const head = toBlockHead(latest);
      if (head && !this.watch.isOlder(head)) this.onHead(latest);
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
    }
  }

  /** Besu and nethermind tell which transactions their pool let go. Beside the rest: who hasn't got it may not even say so. */
  private async subscribeDropped(): Promise<void> {
    if (this.options.hooks.onDropped === null) return;
    try {
      this.droppedId = String(await this.request("eth_subscribe", ["droppedPendingTransactions"]));
      this.takeEarly(this.droppedId);
    } catch {
      // Refused, or not answered: nothing hangs on it, and a connection that is lost ends by itself.
      this.droppedId = null;
    }
  }

  private onNotification(id: string, result: unknown, atMs: number): void {
    if (id === this.pendingId) {
      if (this.feed.take(result, atMs) && this.trouble?.kind === "silent" && !this.isBarren) this.setTrouble(null);
    } else if (id === this.headsId) this.onHead(result);
    else if (id === this.droppedId) this.onDropped(result);
    else if ((!this.isReady || this.isProbing) && this.early.length < EARLY_LIMIT) {
      this.early.push({ id, result, atMs });
    } else this.options.hooks.onBadFrame();
  }

  private takeEarly(id: string): void {
    const mine = this.early.filter((one) => one.id === id);
    this.early = this.early.filter((one) => one.id !== id);
    for (const { result, atMs } of mine) this.onNotification(id, result, atMs);
  }

  private onHead(value: unknown): void {
    const head = toBlockHead(value);
    if (!head) {
      this.options.hooks.onBadFrame();
      return;
    }
    this.watch.observe(head, Date.now());
    this.options.stats.lastHeadNumber = head.number;
    if (this.trouble?.kind === "stale") this.setTrouble(null);
    this.options.hooks.onHead(head);
  }

  private onDropped(value: unknown): void {
    if (typeof value === "string" && /^0x[0-9a-f]{64}$/i.test(value))
      this.options.hooks.onDropped?.(value.toLowerCase());
    else this.options.hooks.onBadFrame();
  }

  private startTimers(): void {
    const { tuning, stats } = this.options;
    const stopHeartbeat = startHeartbeat({
      socket: this.socket,
      intervalMs: tuning.pingIntervalMs,
      timeoutMs: tuning.pongTimeoutMs,
      onPong: (roundTripMs) => {
        stats.pingMs = Math.round(roundTripMs * 100) / 100;
      },
      onDead: () => this.socket.terminate(`no answer to a ping within ${tuning.pongTimeoutMs} ms`),
    });
    const watchdog = setInterval(() => this.onTick(), tuning.watchdogTickMs);
    this.stops = [stopHeartbeat, () => clearInterval(watchdog)];
  }

  private onTick(): void {
    if (!this.isReady || this.isProbing) return;
    const now = Date.now();
    const { tuning, stats } = this.options;
    const wasBarren = this.isBarren;
    this.isBarren = this.lookups.isBarren(stats.lookups, now);
    if (wasBarren && !this.isBarren && this.trouble?.kind === "silent") this.setTrouble(null);
    if (this.watch.isOverdue(now)) void this.exclusively(() => this.checkProgress());
    else if (this.pendingId === null) {
      if (now - this.subscribedAtMs > tuning.reprobeAfterMs) void this.exclusively(() => this.probe());
    } else if (!this.trouble && this.isBarren) {
      this.setTrouble({ kind: "silent", reason: "announces hashes, but has none of the transactions when asked" });
    } else if (
      !this.trouble &&
      now - Math.max(this.subscribedAtMs, stats.lastPendingAtMs ?? 0) > tuning.silentAfterMs
    ) {
      const waited = `no pending transaction for ${Math.round(tuning.silentAfterMs / 1000)} s`;
      this.setTrouble({ kind: "silent", reason: `${waited}, though the node accepted the subscription` });
    }
  }

  private async checkProgress(): Promise<void> {
    const answer = await this.request("eth_blockNumber", []);
    const { action, reason } = this.watch.judge(answer, this.options.hooks.networkHead(), Date.now());
    this.setTrouble({ kind: "stale", reason });
    if (action === "leave") this.socket.terminate(reason);
  }

  private async exclusively(work: () => Promise<void>): Promise<void> {
    this.isProbing = true;
    try {
      await work();
    } catch (error) {
      this.socket.terminate(failureReason(error));
    } finally {
      this.isProbing = false;
      this.early = [];
    }
  }

  private setTrouble(trouble: SessionTrouble): void {
    this.trouble = trouble;
    this.options.hooks.onTrouble(trouble);
  }

  private onClosed(reason: string): void {
    for (const stop of this.stops) stop();
    this.feed.close();
    this.isReady = false;
    this.options.hooks.onClosed(reason, this.isWrongChain);
  }
}
