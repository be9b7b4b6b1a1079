import type { Prisma } from "~/platform/generated/prisma/client";
import { maskedUrl } from "./masked-url";
import { isMempoolLess } from "./mempool-less-chains";
import type { Backfill, EndpointHealth, Network } from "./network";
import { NetworkReport } from "./network-report";

/** What has to be read with a network to show it. */
export const NETWORK_INCLUDE = {
  endpoints: { where: { enabled: true }, orderBy: { id: "asc" }, omit: { urlEncrypted: true, urlDigest: true } },
  gaps: { orderBy: { startedAt: "desc" }, take: 20 },
  // NULLS FIRST: open ones, the newest first, then those that ended last.
  backfills: { orderBy: [{ finishedAt: { sort: "desc", nulls: "first" } }, { fromBlock: "desc" }], take: 50 },
} as const satisfies Prisma.NetworkInclude;

type Row = Prisma.NetworkGetPayload<{ include: typeof NETWORK_INCLUDE }>;

/** A listener reports every few seconds; what it said longer ago is no longer known. */
const REPORT_LIFETIME_MS = 10_000;
const FINISHED_BACKFILLS = 5;

/** A network as the API shows it: of its URLs nothing but the hosts. */
export function presentNetwork(row: Row, now: Date): Network {
  const allFirstSeen = row.endpoints.reduce((sum, { firstSeen }) => sum + Number(firstSeen), 0);
  const endpoints = row.endpoints.map((endpoint) => presentEndpoint(endpoint, { allFirstSeen, now }));
  const report = presentReport(row, now);
  return {
    id: row.id,
    name: row.name,
    chainId: Number(row.chainId),
    rpcUrls: row.endpoints.map((endpoint) => maskedUrl(endpoint.host)),
    confirmations: row.confirmations,
    enabled: row.enabled,
    explorerUrl: row.explorerUrl,
    health: {
      status: statusOf(endpoints, { isSilenceFine: isMempoolLess(Number(row.chainId)) }),
      mode: report?.mode ?? "unknown",
      endpoints,
      gaps: row.gaps.map((gap) => ({
        startedAt: gap.startedAt.toISOString(),
        endedAt: gap.endedAt?.toISOString() ?? null,
        fromBlock: gap.fromBlock === null ? null : Number(gap.fromBlock),
        toBlock: gap.toBlock === null ? null : Number(gap.toBlock),
        reason: gap.reason,
      })),
      backfills: presentBackfills(row.backfills),
      report,
    },
  };
}

/** A report of another version that doesn't read the same is none. */
function presentReport({ report, reportedAt }: Row, now: Date): NetworkReport | null {
  if (reportedAt === null || now.getTime() - reportedAt.getTime() > REPORT_LIFETIME_MS) return null;
  return NetworkReport.safeParse(report).data ?? null;
}

function presentBackfills(rows: Row["backfills"]): Backfill[] {
  const open = rows.filter(({ finishedAt }) => finishedAt === null);
  const finished = rows.filter(({ finishedAt }) => finishedAt !== null).slice(0, FINISHED_BACKFILLS);
  return [...open, ...finished].map((row) => ({
    fromBlock: Number(row.fromBlock),
    toBlock: Number(row.toBlock),
    nextBlock: Number(row.nextBlock),
    reason: row.reason,
    startedAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }));
}

function presentEndpoint(
  row: Row["endpoints"][number],
  { allFirstSeen, now }: { allFirstSeen: number; now: Date },
): EndpointHealth {
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
    share: allFirstSeen === 0 ? null : Number(row.firstSeen) / allFirstSeen,
    uniqueFinds: Number(row.uniqueFinds),
    medianLagMs: row.medianLagMs,
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

function statusOf(
  endpoints: readonly EndpointHealth[],
  { isSilenceFine }: { isSilenceFine: boolean },
): Network["health"]["status"] {
  const states = endpoints.map(({ state }) => (isSilenceFine && state === "silent" ? "live" : state));
  if (states.every((state) => state === "unknown")) return "unknown";
  if (states.every((state) => state === "live")) return "live";
  return states.some((state) => CONNECTED.includes(state)) || endpoints.some(isUsedAllTheSame) ? "degraded" : "down";
}

/** Quarantined for what it is beside the others, but connected: what it announces is still matched. */
function isUsedAllTheSame({ state, connectedAt }: EndpointHealth): boolean {
  return state === "quarantined" && connectedAt !== null;
}
