import { z } from "zod";

import { Id, NetworkName, Timestamp } from "~/domain/shared-schemas";

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
    endpoints: z.array(EndpointHealth),
    gaps: z.array(Gap),
  }),
});
export type Network = z.infer<typeof Network>;
