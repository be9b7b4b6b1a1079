import type { Logger } from "pino";

import { backoffMs } from "./backoff-ms";
import { createEndpointStats, type EndpointStats } from "./create-endpoint-stats";
import { describeEndpoint } from "./describe-endpoint";
import type { EndpointOptions } from "./endpoint-options";
import { EndpointSession } from "./endpoint-session";
import { redactUrlSecrets } from "./redact-url-secrets";
import { isUnsupported, RpcError, TransportError } from "./rpc-errors";
import type { SessionTrouble } from "./session-hooks";
import type { EndpointState, EndpointStatus, SubscriptionKind } from "./types";
import { unusableUrlReason } from "./unusable-url-reason";

const BAD_FRAME_LOG_INTERVAL_MS = 60_000;
const CONNECTED: readonly EndpointState[] = ["live", "silent", "stale"];

/** One RPC endpoint, kept connected for ever: dials, watches, and dials again with back-off until it is stopped. */
export class Endpoint {
  readonly stats: EndpointStats;
  readonly host: string;
  /** When the present connection became usable; null while there is none. */
  connectedAtMs: number | null = null;
  /** Of the connection alone. */
  private connection: EndpointState = "connecting";
  private connectionReason: string | null = null;
  /** What is wrong with it beside the others. */
  private fault: string | null = null;
  private readonly redact: (text: string) => string;
  private readonly log: Logger;
  private session: EndpointSession | null = null;
  private timer: NodeJS.Timeout | null = null;
  private kind: SubscriptionKind = "unknown";
  /** Methods that the node said it has not got; asked again after a reconnect (it may have been updated). */
  private readonly unsupported = new Set<string>();
  private attempt = 0;
  private reconnects = 0;
  private badFrameLoggedAtMs = 0;
  private onStopped: (() => void) | null = null;

  constructor(private readonly options: EndpointOptions) {
    this.stats = createEndpointStats(options.id);
    this.host = describeEndpoint(options.url);
    this.redact = redactUrlSecrets(options.url);
    this.log = options.log.child({ endpointId: options.id, host: this.host });
  }

  get id(): string {
    return this.options.id;
  }

  get url(): string {
    return this.options.url;
  }

  get state(): EndpointState {
    return this.isFaulty ? "quarantined" : this.connection;
  }

  get reason(): string | null {
    return this.isFaulty ? this.fault : this.connectionReason;
  }

  private get isFaulty(): boolean {
    return this.fault !== null && CONNECTED.includes(this.connection);
  }

  /** Since when pending transactions can arrive on the present connection; null when they can't. */
  get pendingSinceMs(): number | null {
    return this.session?.pendingSinceMs ?? null;
  }

  /** Says what is wrong with it beside the network's others, or that nothing is (any more). */
  setFault(fault: string | null): void {
    const before = this.fault;
    this.fault = fault;
    if ((before === null) === (fault === null) || this.connection === "stopped") return;
    if (fault === null) this.log.info("RPC endpoint is trusted again");
    else this.log.warn({ reason: fault }, "RPC endpoint is quarantined");
    this.options.hooks.onChange();
  }

  /** Whether blocks and pending transactions can arrive now: subscribed, be it live, silent or stale. */
  get isUsable(): boolean {
    return this.session?.isUsable ?? false;
  }

  /** Whether requests can be sent to it. */
  get isAskable(): boolean {
    return this.session?.isAskable ?? false;
  }

  get lastMessageAtMs(): number | null {
    return this.session?.lastMessageAtMs || this.stats.lastMessageAtMs;
  }

  start(): void {
    const reason = unusableUrlReason(this.options.url);
    if (reason === null) this.dial();
    else {
      this.log.error({ reason }, "RPC endpoint can't be used");
      this.change("quarantined", reason);
    }
  }

  /** Resolves when the socket is closed. */
  stop(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.change("stopped", null);
    const session = this.session;
    if (!session) return Promise.resolve();
    return new Promise((resolve) => {
      this.onStopped = resolve;
      session.close("stopped");
    });
  }

  /** Whether the node has not refused this method on the present connection. */
  supports(method: string): boolean {
    return !this.unsupported.has(method);
  }

  /** Throws `RpcError` or `TransportError`. */
  async request(method: string, params: unknown[], timeoutMs?: number): Promise<unknown> {
    if (!this.session) throw new TransportError("not connected");
    try {
      return await this.session.request(method, params, timeoutMs);
    } catch (error) {
      if (error instanceof RpcError && isUnsupported(error)) this.unsupported.add(method);
      throw error;
    }
  }

  status(): EndpointStatus {
    const { lastHeadNumber, lookups, ...counted } = this.stats;
    return {
      ...counted,
      host: this.host,
      state: this.state,
      reason: this.reason,
      subscriptionKind: this.kind,
      connectedAtMs: this.connectedAtMs,
      lastMessageAtMs: this.lastMessageAtMs,
      lastHeadNumber: lastHeadNumber === null ? null : Number(lastHeadNumber),
      reconnects: this.reconnects,
      lookups: { ...lookups },
    };
  }

  private dial(): void {
    const { url, chainId, tuning, hooks } = this.options;
    // A quarantined endpoint stays so until its chain is the right one.
    if (this.connection !== "quarantined") this.change("connecting", this.connectionReason);
    try {
      this.session = new EndpointSession({
        url,
        chainId,
        tuning,
        stats: this.stats,
        redact: this.redact,
        hooks: {
          onReady: () => this.onReady(),
          onTrouble: (trouble) => this.onTrouble(trouble),
          onKind: (kind) => this.onKind(kind),
          onTransaction: (transaction, atMs) => hooks.onTransaction(transaction, this.stats, atMs),
          onHash: (hash, atMs) => hooks.onHash(hash, this.stats, atMs),
          isDelivered: hooks.isDelivered,
          onHead: (head) => hooks.onHead(head, this.id),
          onDropped: hooks.onDropped,
          onBadFrame: () => this.onBadFrame(),
          networkHead: hooks.networkHead,
          onClosed: (reason, isWrongChain) => this.onClosed(reason, isWrongChain),
        },
      });
    } catch (error) {
      // ws refuses some addresses that the URL parser takes.
      const reason = this.redact(error instanceof Error ? error.message : "the URL is not valid");
      this.change("quarantined", reason);
    }
  }

  private onReady(): void {
    this.connectedAtMs = Date.now();
    this.log.info({ subscriptionKind: this.kind, attempt: this.attempt }, "RPC endpoint is live");
    this.change("live", this.healthyReason());
  }

  private onTrouble(trouble: SessionTrouble): void {
    if (trouble) this.log.warn({ reason: trouble.reason }, `RPC endpoint is ${trouble.kind}`);
    this.change(trouble?.kind ?? "live", trouble?.reason ?? this.healthyReason());
  }

  private onKind(kind: SubscriptionKind): void {
    this.kind = kind;
    if (this.connection === "live") this.change("live", this.healthyReason());
  }

  private healthyReason(): string | null {
    return this.kind === "heads_only" ? "the node offers no pending transactions; only blocks are watched" : null;
  }

  private onBadFrame(): void {
    this.stats.badFrames++;
    const now = Date.now();
    if (now - this.badFrameLoggedAtMs < BAD_FRAME_LOG_INTERVAL_MS) return;
    this.badFrameLoggedAtMs = now;
    this.log.warn({ badFrames: this.stats.badFrames }, "RPC endpoint sends what nobody asked for or what is no JSON");
  }

  private onClosed(reason: string, isWrongChain: boolean): void {
    const { tuning } = this.options;
    this.stats.lastMessageAtMs = this.lastMessageAtMs;
    const connectedAtMs = this.connectedAtMs;
    this.session = null;
    this.connectedAtMs = null;
    this.kind = "unknown";
    this.unsupported.clear();
    if (this.connection === "stopped") {
      this.onStopped?.();
      return;
    }
    if (connectedAtMs !== null && Date.now() - connectedAtMs >= tuning.backoffResetAfterMs) this.attempt = 0;
    const delayMs = isWrongChain ? tuning.quarantineRetryMs : backoffMs(this.attempt, tuning);
    // The first failure is news; an endpoint that stays down would fill the log.
    const level = this.attempt === 0 || connectedAtMs !== null ? "warn" : "debug";
    this.log[level]({ reason, delayMs, attempt: this.attempt }, "RPC endpoint is down");
    this.attempt++;
    this.timer = setTimeout(() => {
      this.reconnects++;
      this.dial();
    }, delayMs);
    this.change(isWrongChain ? "quarantined" : "backing_off", reason);
  }

  private change(state: EndpointState, reason: string | null): void {
    if (this.connection === "stopped") return;
    this.connection = state;
    this.connectionReason = reason;
    this.options.hooks.onChange();
  }
}
