import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

import type { EndpointStats } from "./create-endpoint-stats";
import { HashLookup } from "./hash-lookup";
import type { JsonRpcSocket } from "./json-rpc-socket";
import { toRpcTransaction } from "./to-rpc-transaction";
import type { ListenerTuning, SubscriptionKind } from "./types";

interface PendingFeedOptions {
  socket: JsonRpcSocket;
  tuning: ListenerTuning;
  stats: EndpointStats;
  /** A whole transaction; `atMs` is when this endpoint first showed it. Must not await. */
  onTransaction: (transaction: RpcTransaction, atMs: number) => void;
  /** Only a hash; true asks for the transaction. */
  onHash: (hash: string, atMs: number) => boolean;
  isDelivered: (hash: string) => boolean;
  onKind: (kind: SubscriptionKind) => void;
  onBadFrame: () => void;
}

/**
 * Reads one connection's pending messages. Each is taken as what it is, object or hash, whatever was subscribed to;
 * the first one decides the kind that is shown.
 */
export class PendingFeed {
  private kind: SubscriptionKind = "unknown";
  private readonly lookup: HashLookup;

  constructor(private readonly options: PendingFeedOptions) {
    this.lookup = new HashLookup({
      socket: options.socket,
      tuning: options.tuning,
      counters: options.stats.lookups,
      isDelivered: options.isDelivered,
      onTransaction: options.onTransaction,
    });
  }

  /** Takes one message; false when it was no transaction at all. */
  take(message: unknown, atMs: number): boolean {
    if (typeof message === "string") return this.takeHash(message.toLowerCase(), atMs);
    const transaction = toRpcTransaction(message);
    if (!transaction) {
      this.options.onBadFrame();
      return false;
    }
    this.count(atMs);
    if (this.kind === "unknown") this.setKind(transaction.from === undefined ? "full_without_sender" : "full");
    this.options.onTransaction(transaction, atMs);
    return true;
  }

  close(): void {
    this.lookup.close();
  }

  private takeHash(hash: string, atMs: number): boolean {
    if (!/^0x[0-9a-f]{64}$/.test(hash)) {
      this.options.onBadFrame();
      return false;
    }
    this.count(atMs);
    if (this.kind === "unknown") this.setKind("hashes");
    if (this.options.onHash(hash, atMs)) this.lookup.add(hash, atMs);
    return true;
  }

  private count(atMs: number): void {
    this.options.stats.received++;
    this.options.stats.lastPendingAtMs = atMs;
  }

  private setKind(kind: SubscriptionKind): void {
    this.kind = kind;
    this.options.onKind(kind);
  }
}
