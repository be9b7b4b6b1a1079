import type { ListenerTuning } from "./types";

/** The times and bounds a listener runs with unless a test asks for quicker ones. */
export const defaultTuning: ListenerTuning = {
  /** TCP + TLS + upgrade. */
  handshakeTimeoutMs: 10_000,
  requestTimeoutMs: 10_000,
  /** A half-open socket is noticed within interval + timeout. */
  pingIntervalMs: 5_000,
  pongTimeoutMs: 4_000,
  /** Even a quiet public chain announces several transactions a minute. */
  silentAfterMs: 60_000,
  /** No head for max(factor × the chain's block interval, minimum): the node is asked, and left if it is ahead or mute. */
  staleMinMs: 15_000,
  staleFactor: 3,
  /** The same before the block interval is known: above two missed slots of Ethereum. */
  staleUntilKnownMs: 45_000,
  watchdogTickMs: 1_000,
  backoffBaseMs: 250,
  backoffCapMs: 5_000,
  /** A connection that lived this long starts the next back-off from the base. */
  backoffResetAfterMs: 30_000,
  quarantineRetryMs: 60_000,
  /** A node that refused every pending subscription (perhaps only rate limited) is asked again. */
  reprobeAfterMs: 300_000,
  /** The largest mainnet transaction seen is 257 kB; a full block some MB. */
  maxPayloadBytes: 64 * 1024 * 1024,
  /** Alchemy allows 20 per batch on a socket, and 10 requests at once on its free tier. */
  lookupBatchSize: 20,
  lookupMaxBatches: 8,
  lookupMaxOutstanding: 5_000,
  /** Load-balanced providers announce on one node and answer on another that lags (ethers #1543). */
  lookupRetryDelaysMs: [100, 300, 1_000],
  /** Hashes remembered for de-duplication: over an hour of Ethereum, some minutes of BSC. */
  seenCapacity: 131_072,
  /** A transaction this old is counted: who showed it, and who didn't. Above the lag that makes one quarantined. */
  settleAfterMs: 3_000,
  /** With the age above, filtering and lagging are found within 15 s. */
  compareWindowMs: 10_000,
  compareMinTransactions: 50,
  /** Nodes of one network hold nearly the same pool; below this share of it, something takes transactions out. */
  filterShare: 0.2,
  pendingLagMs: 2_000,
  headLagBlocks: 3,
  headLagMs: 10_000,
  /** A quarantined endpoint without a fault for this long is trusted again. */
  goodAfterMs: 30_000,
};
