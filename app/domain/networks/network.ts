import { z } from "zod";

import { Id, NetworkName, Timestamp } from "~/domain/shared-schemas";
import { NetworkMode, NetworkReport } from "./network-report";

/** What one endpoint's socket is doing, as the listener last reported it. */
export const EndpointHealth = z.object({
  id: Id,
  host: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  subscriptionKind: z.string(),
  connectedAt: Timestamp.nullable(),
  lastMessageAt: Timestamp.nullable(),
  lastPendingAt: Timestamp.nullable(),
  lastHeadNumber: z.int().nullable(),
  reconnects: z.int(),
  received: z.int(),
  /** Transactions that this endpoint announced before any other. */
  firstSeen: z.int(),
  /** Its part (0 to 1) in the first announcements of all the network's endpoints; null when there were none. */
  share: z.number().min(0).max(1).nullable(),
  /** Transactions that no other endpoint showed. */
  uniqueFinds: z.int(),
  /** Median of how much later than the first endpoint it showed transactions; null with nothing to compare with. */
  medianLagMs: z.int().nullable(),
  pingMs: z.int().nullable(),
  reportedAt: Timestamp.nullable(),
});
export type EndpointHealth = z.infer<typeof EndpointHealth>;

/** A time without any live endpoint. */
export const Gap = z.object({
  startedAt: Timestamp,
  endedAt: Timestamp.nullable(),
  fromBlock: z.int().nullable(),
  toBlock: z.int().nullable(),
  reason: z.string(),
});
export type Gap = z.infer<typeof Gap>;

/** Blocks (both ends included) that were missed and are read in order, beside the newest ones. */
export const Backfill = z.object({
  fromBlock: z.int(),
  toBlock: z.int(),
  /** The next one to be read; past `toBlock` when all are. */
  nextBlock: z.int(),
  reason: z.string(),
  startedAt: Timestamp,
  finishedAt: Timestamp.nullable(),
});
export type Backfill = z.infer<typeof Backfill>;

/** A network as the API shows it: RPC URLs masked to their hosts. */
export const Network = z.object({
  id: Id,
  name: NetworkName,
  chainId: z.int(),
  rpcUrls: z.array(z.string()),
  confirmations: z.int(),
  enabled: z.boolean(),
  explorerUrl: z.string().nullable(),
  health: z.object({
    /** `live`: at least one endpoint delivers; `degraded`: some don't; `down`: none does; `unknown`: no report yet. */
    status: z.enum(["live", "degraded", "down", "unknown"]),
    mode: NetworkMode,
    endpoints: z.array(EndpointHealth),
    gaps: z.array(Gap),
    /** Those still open, and the last five that are done. */
    backfills: z.array(Backfill),
    /** Null when no worker has reported in the last seconds. */
    report: NetworkReport.nullable(),
  }),
});
export type Network = z.infer<typeof Network>;
