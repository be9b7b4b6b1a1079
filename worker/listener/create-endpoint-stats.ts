import type { RaceEntrant } from "./race";
import type { LookupCounters } from "./types";

/** What one endpoint has counted over all its connections. `id` and `firstSeen` are what the race needs. */
export interface EndpointStats extends RaceEntrant {
  lastMessageAtMs: number | null;
  lastPendingAtMs: number | null;
  lastHeadNumber: bigint | null;
  received: number;
  uniqueFinds: number;
  medianLagMs: number | null;
  badFrames: number;
  pingMs: number | null;
  lookups: LookupCounters;
}

/** Everything at zero. */
export function createEndpointStats(id: string): EndpointStats {
  return {
    id,
    firstSeen: 0,
    uniqueFinds: 0,
    medianLagMs: null,
    lastMessageAtMs: null,
    lastPendingAtMs: null,
    lastHeadNumber: null,
    received: 0,
    badFrames: 0,
    pingMs: null,
    lookups: { outstanding: 0, found: 0, missing: 0, dropped: 0 },
  };
}
