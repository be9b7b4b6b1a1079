import type { AuditDefect } from "~/domain/audit/audit-verdict";
import type { Channel } from "~/domain/channels/channel";
import type { DeliveryStatus } from "~/domain/deliveries/channel-trouble";
import { isMempoolLess } from "~/domain/networks/mempool-less-chains";
import type { Network } from "~/domain/networks/network";

/** Whether a network is being listened to, for the strip at the top. */
export interface NetworkStatus {
  name: string;
  status: Network["health"]["status"];
  live: number;
  endpoints: number;
  /** When listening stopped, while it is stopped. */
  downSince: string | null;
  /** Why, in the words of the endpoint that failed. */
  reason: string | null;
  lastPendingAt: string | null;
  /** Only blocks are watched: `chain`, for it has no public mempool; `endpoints`, for none of them shows it. */
  blocksOnly: "chain" | "endpoints" | null;
  quarantined: { host: string; reason: string | null }[];
  /** Since when no block can be read. */
  blocksFailingSince: string | null;
  /** Missed blocks that are being read, all ranges together. */
  backfill: { done: number; total: number } | null;
  /** The last word of a worker, while none reports: nobody watches. Null also when none ever did. */
  silentSince: string | null;
}

/** What the worker holds back because the database takes nothing. */
export interface RecorderStatus {
  /** Alerts in memory and in the journal. */
  waiting: number;
  journal: { alerts: number; bytes: number };
  failingSince: string | null;
  /** Alerts that could not be kept anywhere. */
  lost: number;
}

/** Whether Sentinel works now: what listens, and what can't notify. */
export interface SystemStatus {
  networks: NetworkStatus[];
  hasChannels: boolean;
  delivery: DeliveryStatus;
  /** Null while everything is written at once. */
  recorder: RecorderStatus | null;
  /** What is wrong with the audit log; null while nothing is known to be. */
  audit: AuditDefect | null;
}

/** The state of everything in a few words, from what networks, channels, deliveries and the audit log report. */
export function systemStatusOf(
  networks: readonly Network[],
  channels: readonly Channel[],
  delivery: DeliveryStatus,
  audit: AuditDefect | null = null,
): SystemStatus {
  const enabled = networks.filter((network) => network.enabled);
  return {
    networks: enabled.map(networkStatusOf),
    hasChannels: channels.some((channel) => channel.enabled),
    delivery,
    recorder: enabled.map(recorderStatusOf).reduce(worse, null),
    audit,
  };
}

function networkStatusOf({ name, chainId, health }: Network): NetworkStatus {
  const { endpoints, gaps, status, report } = health;
  const isDown = status === "down";
  return {
    name,
    status,
    live: endpoints.filter((endpoint) => endpoint.state === "live").length,
    endpoints: endpoints.length,
    downSince: isDown ? (gaps.find((gap) => gap.endedAt === null)?.startedAt ?? null) : null,
    reason: isDown ? (endpoints.find((endpoint) => endpoint.reason !== null)?.reason ?? null) : null,
    lastPendingAt: endpoints.map((endpoint) => endpoint.lastPendingAt).reduce(latest, null),
    blocksOnly: health.mode === "blocks" ? (isMempoolLess(chainId) ? "chain" : "endpoints") : null,
    quarantined: endpoints
      .filter((endpoint) => endpoint.state === "quarantined")
      .map(({ host, reason }) => ({ host, reason })),
    blocksFailingSince: isDown ? null : (report?.blocksFailingSince ?? null),
    backfill: backfillOf(health.backfills),
    silentSince: status === "unknown" ? endpoints.map((endpoint) => endpoint.reportedAt).reduce(latest, null) : null,
  };
}

function backfillOf(backfills: Network["health"]["backfills"]): NetworkStatus["backfill"] {
  const open = backfills.filter(({ finishedAt }) => finishedAt === null);
  if (open.length === 0) return null;
  return {
    done: open.reduce((sum, { fromBlock, nextBlock }) => sum + Math.max(0, nextBlock - fromBlock), 0),
    total: open.reduce((sum, { fromBlock, toBlock }) => sum + toBlock - fromBlock + 1, 0),
  };
}

/** What waits for a moment in memory only is on its way; what is on the disk is not. */
function recorderStatusOf({ health: { report } }: Network): RecorderStatus | null {
  if (report === null) return null;
  const { waiting, journal, failingSince, lost } = report.recorder;
  if (failingSince === null && journal.alerts === 0 && lost === 0) return null;
  return { waiting: waiting + journal.alerts, journal, failingSince, lost };
}

/** Networks of one worker tell the same; of several workers the one with more to tell counts. */
function worse(one: RecorderStatus | null, other: RecorderStatus | null): RecorderStatus | null {
  if (one === null || other === null) return one ?? other;
  return other.lost + other.waiting > one.lost + one.waiting ? other : one;
}

function latest(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
