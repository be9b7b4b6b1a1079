/** The head of a chain as a node announced it. */
export interface BlockHead {
  number: bigint;
  hash: string;
  parentHash: string;
  /** The block's own timestamp in milliseconds since the epoch (headers carry seconds). */
  atMs: number;
}

/**
 * What one endpoint is doing now.
 * - `connecting`: dialling, checking the chain, subscribing
 * - `live`: subscribed, and blocks and pending transactions arrive
 * - `silent`: connected and blocks arrive, but the accepted pending subscription delivers nothing
 * - `stale`: connected, but the chain's head stands still longer than it usually does
 * - `backing_off`: down, waiting for the next attempt
 * - `quarantined`: unusable as configured (another chain, an address that is no socket) and not connected until
 *   corrected; or connected, but found to lag behind the network's other endpoints, to filter, or to invent blocks: what
 *   it announces is still taken, and requests go to the others until it has behaved for a while
 * - `stopped`: ended by us
 */
export type EndpointState = "connecting" | "live" | "silent" | "stale" | "backing_off" | "quarantined" | "stopped";

/**
 * What the pending subscription really delivers, told by its first message and not by what was asked for.
 * `heads_only`: the node refuses every form of it. `unknown`: nothing has arrived yet.
 */
export type SubscriptionKind = "full" | "full_without_sender" | "hashes" | "heads_only" | "unknown";

/** Counters of the look-ups that turn announced hashes into transactions. */
export interface LookupCounters {
  /** Hashes waiting to be asked for, asked for, or waiting for another try. */
  outstanding: number;
  /** Bodies received. */
  found: number;
  /** Given up: the node kept answering null or errors. */
  missing: number;
  /** Given up unasked, because too many were waiting. */
  dropped: number;
}

/** What one endpoint is doing, for people and for the database. */
export interface EndpointStatus {
  id: string;
  /** host[:port]; the rest of the URL may hold an API key. */
  host: string;
  state: EndpointState;
  /** Why it is not (fully) live; without secrets. */
  reason: string | null;
  subscriptionKind: SubscriptionKind;
  /** When the present connection became usable; null while there is none. */
  connectedAtMs: number | null;
  lastMessageAtMs: number | null;
  lastPendingAtMs: number | null;
  /** A safe integer, so that a status can be JSON as it is. */
  lastHeadNumber: number | null;
  /** Attempts after the first. */
  reconnects: number;
  /** Pending messages received, duplicates of other endpoints included. */
  received: number;
  /** Transactions that this endpoint showed before all others. */
  firstSeen: number;
  /** Transactions that no other endpoint showed within some seconds; counted while there are others. */
  uniqueFinds: number;
  /** Median of how much later than the first endpoint it showed transactions, of the last two minutes. */
  medianLagMs: number | null;
  /** Frames that were no JSON, or JSON that nobody asked for. */
  badFrames: number;
  /** Round trip of the last ping. */
  pingMs: number | null;
  lookups: LookupCounters;
}

/** A time in which no endpoint of the network was usable. `fromMs` names it: it is the same in both reports. */
export interface NetworkGap {
  networkId: string;
  /** When the last message arrived (not when the loss was noticed). */
  fromMs: number;
  /** Null in the report of its beginning. */
  toMs: number | null;
  lastHeadBefore: BlockHead | null;
  firstHeadAfter: BlockHead | null;
  /** Hosts and what was wrong with each; without secrets. */
  reason: string;
}

/** What a network's listener is doing. */
export interface NetworkStatus {
  id: string;
  name: string;
  chainId: number;
  lastHead: BlockHead | null;
  /** The gap that is open now. */
  gap: NetworkGap | null;
  /** Distinct pending transactions handed on. */
  transactions: number;
  endpoints: EndpointStatus[];
}

/** Who showed a transaction, and when. */
export interface FirstSeen {
  endpointId: string;
  atMs: number;
}

/** Every time and bound of the listener; `defaultTuning` documents the values. */
export interface ListenerTuning {
  handshakeTimeoutMs: number;
  requestTimeoutMs: number;
  pingIntervalMs: number;
  pongTimeoutMs: number;
  silentAfterMs: number;
  staleMinMs: number;
  staleFactor: number;
  staleUntilKnownMs: number;
  watchdogTickMs: number;
  backoffBaseMs: number;
  backoffCapMs: number;
  backoffResetAfterMs: number;
  quarantineRetryMs: number;
  reprobeAfterMs: number;
  maxPayloadBytes: number;
  lookupBatchSize: number;
  lookupMaxBatches: number;
  lookupMaxOutstanding: number;
  lookupRetryDelaysMs: readonly number[];
  seenCapacity: number;
  settleAfterMs: number;
  compareWindowMs: number;
  compareMinTransactions: number;
  filterShare: number;
  pendingLagMs: number;
  headLagBlocks: number;
  headLagMs: number;
  goodAfterMs: number;
}
