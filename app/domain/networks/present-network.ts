import type { Prisma } from "~/platform/generated/prisma/client";
import type { EndpointHealth, Network } from "./network";

/** What has to be read with a network to show it. */
export const NETWORK_INCLUDE = {
  endpoints: { where: { enabled: true }, orderBy: { id: "asc" }, omit: { urlEncrypted: true, urlDigest: true } },
  gaps: { orderBy: { startedAt: "desc" }, take: 20 },
} as const satisfies Prisma.NetworkInclude;

type Row = Prisma.NetworkGetPayload<{ include: typeof NETWORK_INCLUDE }>;

/** A listener reports every few seconds; what it said longer ago is no longer known. */
const REPORT_LIFETIME_MS = 10_000;

/** A network as the API shows it: of its URLs nothing but the hosts. */
export function presentNetwork(row: Row, now: Date): Network {
  const endpoints = row.endpoints.map((endpoint) => presentEndpoint(endpoint, now));
  return {
    id: row.id,
    name: row.name,
    chainId: Number(row.chainId),
    rpcUrls: row.endpoints.map((endpoint) => `${endpoint.host}/***`),
    confirmations: row.confirmations,
    enabled: row.enabled,
    explorerUrl: row.explorerUrl,
    health: {
      status: statusOf(endpoints),
      endpoints,
      gaps: row.gaps.map((gap) => ({
        startedAt: gap.startedAt.toISOString(),
        endedAt: gap.endedAt?.toISOString() ?? null,
        fromBlock: gap.fromBlock === null ? null : Number(gap.fromBlock),
        toBlock: gap.toBlock === null ? null : Number(gap.toBlock),
        reason: gap.reason,
      })),
    },
  };
}

function presentEndpoint(row: Row["endpoints"][number], now: Date): EndpointHealth {
  const ageMs = row.reportedAt === null ? null : now.getTime() - row.reportedAt.getTime();
  const isFresh = ageMs !== null && ageMs <= REPORT_LIFETIME_MS;
  return {
    id: row.id,
    host: row.host,
    state: isFresh ? row.state : "unknown",
    reason: isFresh ? row.reason : unknownReason(ageMs),
    subscriptionKind: row.subscriptionKind,
    connectedAt: isFresh ? (row.connectedAt?.toISOString() ?? null) : null,
    lastMessageAt: row.lastMessageAt?.toISOString() ?? null,
    lastPendingAt: row.lastPendingAt?.toISOString() ?? null,
    lastHeadNumber: row.lastHeadNumber === null ? null : Number(row.lastHeadNumber),
    reconnects: row.reconnects,
    received: Number(row.received),
    firstSeen: Number(row.firstSeen),
    pingMs: isFresh ? row.pingMs : null,
    reportedAt: row.reportedAt?.toISOString() ?? null,
  };
}

function unknownReason(ageMs: number | null): string {
  if (ageMs === null) return "No worker has reported on it yet.";
  return `No worker has reported on it for ${Math.round(ageMs / 1000)} s.`;
}

/**
 * Connected, but not all that one expects: `silent` shows blocks and no pending transactions, `stale` a head that stands
 * still. What either announces is matched all the same.
 */
const CONNECTED = ["live", "silent", "stale"];

function statusOf(endpoints: readonly EndpointHealth[]): Network["health"]["status"] {
  const states = endpoints.map((endpoint) => endpoint.state);
  if (states.every((state) => state === "unknown")) return "unknown";
  if (states.every((state) => state === "live")) return "live";
  return states.some((state) => CONNECTED.includes(state)) ? "degraded" : "down";
}
