import type { Context } from "~/platform/context.server";
import { enqueuePump } from "./enqueue-pump.server";

/** That something has been parked at a destination. */
export interface Parked {
  /** The destination's key, as `PACE_KEY` has it. */
  paceKey: string;
  critical: boolean;
}

/** What the pump of the critical ones has for itself, ms: two at once would not keep their order. */
const HEAD_START_MS = 1_000;

/**
 * Calls the pumps of destinations at which deliveries have just been parked, so that they go out one by one: critical
 * first, then the oldest. A queue that is away is no error: the sweeper calls the pumps then.
 */
export async function callPumps(ctx: Pick<Context, "queues" | "log">, parked: readonly Parked[]): Promise<void> {
  const urgent = new Set(parked.filter(({ critical }) => critical).map(({ paceKey }) => paceKey));
  await Promise.all(
    parked.map(({ paceKey, critical }) => {
      const inMs = !critical && urgent.has(paceKey) ? HEAD_START_MS : 0;
      return enqueuePump(ctx, { paceKey, critical, inMs });
    }),
  );
}
