import type { NetworkMode } from "./network-report";

/** What an endpoint does, as far as the mode hangs on it. */
interface Witness {
  /** Null while it is not connected. A quarantined one may be: what it announces is matched all the same. */
  connectedAtMs: number | null;
  state: string;
  subscriptionKind: string;
}

const DELIVERING = ["full", "full_without_sender", "hashes"];

/**
 * How a network is watched, told by its endpoints: one that delivers pending transactions is enough for `mempool`; when
 * every connected one refuses them or stays silent, it is `blocks`.
 */
export function networkModeOf(endpoints: readonly Witness[]): NetworkMode {
  const connected = endpoints.filter(({ connectedAtMs }) => connectedAtMs !== null);
  if (connected.some(({ state, subscriptionKind }) => state !== "silent" && DELIVERING.includes(subscriptionKind))) {
    return "mempool";
  }
  const isWithout = ({ state, subscriptionKind }: Witness) => state === "silent" || subscriptionKind === "heads_only";
  return connected.length > 0 && connected.every(isWithout) ? "blocks" : "unknown";
}
