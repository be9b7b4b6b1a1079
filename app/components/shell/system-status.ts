import type { Channel } from "~/domain/channels/channel";
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
}

/** Whether Sentinel works now: what listens, and what can't notify. */
export interface SystemStatus {
  networks: NetworkStatus[];
  failingChannels: { id: string; name: string; lastError: string | null }[];
  hasChannels: boolean;
}

/** The state of everything in a few words, from what networks and channels report. */
export function systemStatusOf(networks: readonly Network[], channels: readonly Channel[]): SystemStatus {
  return {
    networks: networks.filter((network) => network.enabled).map(networkStatusOf),
    failingChannels: channels
      .filter((channel) => channel.enabled && channel.health.status === "failing")
      .map(({ id, name, health }) => ({ id, name, lastError: health.lastError })),
    hasChannels: channels.some((channel) => channel.enabled),
  };
}

function networkStatusOf({ name, health }: Network): NetworkStatus {
  const { endpoints, gaps, status } = health;
  const isDown = status === "down";
  return {
    name,
    status,
    live: endpoints.filter((endpoint) => endpoint.state === "live").length,
    endpoints: endpoints.length,
    downSince: isDown ? (gaps.find((gap) => gap.endedAt === null)?.startedAt ?? null) : null,
    reason: isDown ? (endpoints.find((endpoint) => endpoint.reason !== null)?.reason ?? null) : null,
    lastPendingAt: endpoints.map((endpoint) => endpoint.lastPendingAt).reduce(latest, null),
  };
}

function latest(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
