import type { Logger } from "pino";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

import { askEndpoints, trustworthy } from "./ask-endpoints";
import { defaultTuning } from "./default-tuning";
import { Endpoint } from "./endpoint";
import { EndpointQuality } from "./endpoint-quality";
import { GapTracker } from "./gap-tracker";
import { HeadLedger } from "./head-ledger";
import { Race, type RaceEntrant } from "./race";
import type { BlockHead, EndpointStatus, FirstSeen, ListenerTuning, NetworkGap, NetworkStatus } from "./types";

/** Of the endpoints' comparison, for each of the watchdogs'. */
const TICKS = 10;
const CONTRADICTION_LOG_INTERVAL_MS = 60_000;

/** One network, its endpoints, and whom to tell. */
export interface NetworkListenerOptions {
  network: { id: string; name: string; chainId: number };
  endpoints: { id: string; url: string }[];
  log: Logger;
  /**
   * Called synchronously once per distinct pending transaction; must not await. `atMs` is when the frame arrived with
   * which `endpointId` showed it (the hash's, when that came first). `from` may be missing. Called again for a hash when
   * another endpoint shows another transaction under it, and when the answer was false: what it was given can't be read.
   */
  onTransaction: (transaction: RpcTransaction, seen: FirstSeen) => unknown;
  /** Called once per distinct head hash, in order of arrival: numbers may be skipped, and repeat in a reorganisation. */
  onHead: (head: BlockHead, endpointId: string) => void;
  /** Called when the network's last usable endpoint is lost (`toMs` null) and again when there is one (same `fromMs`). */
  onGap: (gap: NetworkGap) => void;
  onEndpointChange?: (status: EndpointStatus) => void;
  /**
   * Called when a node says that its pool let a transaction go (besu and nethermind do). A hint: mined ones are among
   * them, other nodes may keep it, and several endpoints may say it.
   */
  onDropped?: (hash: string) => void;
  tuning?: Partial<ListenerTuning>;
}

/** Listens to one network until it is stopped. */
export interface NetworkListener {
  start(): void;
  /** Closes every socket; no callback comes after it was called. */
  stop(): Promise<void>;
  status(): NetworkStatus;
  /** Which endpoints showed the transaction, earliest first; empty when it is forgotten. */
  firstSeen(hash: string): FirstSeen[];
  /** The transaction has left the pool: when it is shown once more, `onTransaction` is called again. */
  expectAgain(hash: string): void;
  /**
   * One JSON-RPC call over the best endpoint, the next one when that fails (`askEndpoints`). Throws the first
   * `RpcError` when no node has a result, `AppError` "unavailable" when none answers.
   */
  request<T>(method: string, params: unknown[], options?: { timeoutMs?: number }): Promise<T>;
  /** The same asked of every endpoint that can be asked and trusted: what each answered, or the error. */
  requestEach(method: string, params: unknown[]): Promise<PromiseSettledResult<unknown>[]>;
  /** Whether any endpoint that can be asked has not yet refused the method. */
  supports(method: string): boolean;
  /** Starts what is new, stops what is gone or has another URL, and leaves the rest alone. */
  updateEndpoints(endpoints: { id: string; url: string }[]): void;
}

/** Listens to one network over all its endpoints at once. Nothing happens before `start()`. */
export function createNetworkListener(options: NetworkListenerOptions): NetworkListener {
  return new RacingListener(options);
}

class RacingListener implements NetworkListener {
  private readonly tuning: ListenerTuning;
  private readonly race: Race;
  private readonly heads = new HeadLedger();
  private readonly log: Logger;
  private readonly gaps: GapTracker;
  private readonly quality: EndpointQuality;
  private comparing: NodeJS.Timeout | null = null;
  private endpoints: Endpoint[] = [];
  private leaving = new Set<Promise<void>>();
  private transactions = 0;
  private contradictionLoggedAtMs = 0;
  private isStarted = false;
  private isStopped = false;

  constructor(private readonly options: NetworkListenerOptions) {
    this.tuning = { ...defaultTuning, ...options.tuning };
    this.race = new Race(this.tuning.seenCapacity);
    this.quality = new EndpointQuality(this.race, this.tuning);
    this.log = options.log.child({ network: options.network.name });
    this.gaps = new GapTracker(options.network.id, Date.now(), (gap) => {
      this.guarded("onGap", () => options.onGap(gap));
    });
  }

  start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.comparing = setInterval(() => this.quality.tick(Date.now()), this.tuning.watchdogTickMs / TICKS);
    this.updateEndpoints(this.options.endpoints);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.comparing) clearInterval(this.comparing);
    await Promise.all([...this.leaving, ...this.endpoints.map((endpoint) => endpoint.stop())]);
  }

  updateEndpoints(wanted: { id: string; url: string }[]): void {
    if (this.isStopped) return;
    const isKept = (endpoint: Endpoint) => wanted.some(({ id, url }) => id === endpoint.id && url === endpoint.url);
    const gone = this.endpoints.filter((endpoint) => !isKept(endpoint));
    const kept = this.endpoints.filter(isKept);
    const added = wanted
      .filter(({ id }) => !kept.some((endpoint) => endpoint.id === id))
      .map((one) => this.create(one));
    this.endpoints = [...kept, ...added];
    this.quality.setEndpoints(this.endpoints);
    for (const endpoint of gone) {
      this.heads.forget(endpoint.id);
      const left = endpoint.stop().finally(() => this.leaving.delete(left));
      this.leaving.add(left);
    }
    for (const endpoint of added) endpoint.start();
    this.updateGap();
  }

  status(): NetworkStatus {
    return {
      ...this.options.network,
      lastHead: this.heads.last,
      gap: this.gaps.open,
      transactions: this.transactions,
      endpoints: this.endpoints.map((endpoint) => endpoint.status()),
    };
  }

  firstSeen(hash: string): FirstSeen[] {
    return this.race.firstSeen(hash);
  }

  expectAgain(hash: string): void {
    this.race.retract(hash);
  }

  async request<T>(method: string, params: unknown[], { timeoutMs }: { timeoutMs?: number } = {}): Promise<T> {
    const network = this.options.network.name;
    return (await askEndpoints(this.endpoints, { network, method, params, timeoutMs })) as T;
  }

  requestEach(method: string, params: unknown[]): Promise<PromiseSettledResult<unknown>[]> {
    return Promise.allSettled(trustworthy(this.endpoints).map((endpoint) => endpoint.request(method, params)));
  }

  supports(method: string): boolean {
    return trustworthy(this.endpoints).some((endpoint) => endpoint.supports(method));
  }

  private create({ id, url }: { id: string; url: string }): Endpoint {
    const { onDropped } = this.options;
    const endpoint: Endpoint = new Endpoint({
      id,
      url,
      chainId: this.options.network.chainId,
      tuning: this.tuning,
      log: this.log,
      hooks: {
        onTransaction: (transaction, source, atMs) => this.onTransaction(transaction, source, atMs),
        onHash: (hash, source, atMs) => this.race.announce(hash, source, atMs),
        isDelivered: (hash) => this.race.isDelivered(hash),
        onHead: (head, endpointId) => this.onHead(head, endpointId),
        onDropped: onDropped ? (hash) => this.guarded("onDropped", () => onDropped(hash)) : null,
        onChange: () => this.onChange(endpoint),
        networkHead: () => this.highestHead(),
      },
    });
    return endpoint;
  }

  private onTransaction(transaction: RpcTransaction, source: RaceEntrant, atMs: number): void {
    const { hash } = transaction;
    const verdict = this.race.deliver(transaction, source, atMs);
    if (verdict === "repeated" || this.isStopped) return;
    if (verdict === "first") this.transactions++;
    else this.onContradiction(hash, source);
    // The consumer's mistakes must not reach the socket: there they would end the process.
    try {
      if (this.options.onTransaction(transaction, { endpointId: source.id, atMs }) === false) this.race.retract(hash);
    } catch (error) {
      this.race.retract(hash);
      this.log.error({ err: error, txHash: hash }, "handling a pending transaction failed");
    }
  }

  private onContradiction(txHash: string, { id: endpointId }: RaceEntrant): void {
    const now = Date.now();
    if (now - this.contradictionLoggedAtMs < CONTRADICTION_LOG_INTERVAL_MS) return;
    this.contradictionLoggedAtMs = now;
    const { endpointId: firstEndpointId } = this.race.firstSeen(txHash)[0] ?? {};
    this.log.warn({ txHash, endpointId, firstEndpointId }, "endpoints show different transactions under one hash");
  }

  private onHead(head: BlockHead, endpointId: string): void {
    this.gaps.onHead(head);
    this.quality.onHead(head, endpointId);
    if (this.quality.isAhead(endpointId) || this.isStopped) return;
    if (!this.heads.take(head, endpointId, this.highestHead() ?? head.number)) return;
    this.guarded("onHead", () => this.options.onHead(head, endpointId));
  }

  private highestHead(): bigint | null {
    let highest: bigint | null = null;
    for (const { stats } of trustworthy(this.endpoints)) {
      const number = stats.lastHeadNumber;
      if (number !== null && (highest === null || number > highest)) highest = number;
    }
    return highest;
  }

  private onChange(endpoint: Endpoint): void {
    if (endpoint.connectedAtMs === null) this.quality.onDisconnected(endpoint);
    this.updateGap();
    this.guarded("onEndpointChange", () => this.options.onEndpointChange?.(endpoint.status()));
  }

  private updateGap(): void {
    if (this.isStarted && !this.isStopped) this.gaps.update(this.endpoints, this.heads.last, Date.now());
  }

  private guarded(name: string, call: () => void): void {
    if (this.isStopped) return;
    try {
      call();
    } catch (error) {
      this.log.error({ err: error }, `the listener's ${name} handler failed`);
    }
  }
}
