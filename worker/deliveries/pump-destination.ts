import { setTimeout as sleep } from "node:timers/promises";

import { claimDelivery } from "~/domain/deliveries/claim-delivery.server";
import type { ClaimedDelivery } from "~/domain/deliveries/claim-result";
import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import { enqueuePump } from "~/domain/deliveries/enqueue-pump.server";
import { pumpNext } from "~/domain/deliveries/pump-next.server";
import { pumpRelease } from "~/domain/deliveries/pump-release.server";
import type { Context } from "~/platform/context.server";
import { attemptDelivery } from "./attempt-delivery";

/** A pump ends after this time and calls the next, so that a worker can stop between two; ms. */
const RUN_MS = 5_000;
/** Turns that others took: then nobody is in a hurry here. */
const MAX_MISSES = 20;
/** Messages at once to a far side without a known limit, after this many for each that were taken one by one. */
const MAX_WIDTH = 8;
const WIDER_AFTER = 10;
/** A far side that takes longer to answer must not hold up those behind; ms. */
const SLOW_MS = 2_000;
/** A turn that was lost to somebody else by a hair comes again, ms. */
const LEAST_MS = 50;

/** Which destination, and whether critical deliveries alone, on their lane. */
interface PumpOptions {
  paceKey: string;
  criticalOnly: boolean;
}

/** One of each in a process; who is called meanwhile looks once more before it ends. */
const running = new WeakMap<Context["queues"], Map<string, Pump>>();

/**
 * Takes up what waits for a destination, critical first, then the oldest, until the destination wants a pause: then it
 * is called again for the moment at which the next may go. In order and one by one; to a far side that has no limit and
 * keeps up, several at once after a while, for else a long outage would never be caught up with.
 */
export async function pumpDestination(ctx: Context, options: PumpOptions): Promise<void> {
  const pumps = running.get(ctx.queues) ?? new Map<string, Pump>();
  running.set(ctx.queues, pumps);
  const key = `${options.criticalOnly}|${options.paceKey}`;
  const busy = pumps.get(key);
  if (busy !== undefined) {
    busy.isCalled = true;
    return;
  }
  const pump = new Pump(ctx, options);
  pumps.set(key, pump);
  try {
    await pump.run();
  } finally {
    pumps.delete(key);
    await pump.landed();
  }
}

class Pump {
  isCalled = false;
  private readonly flights = new Map<string, Promise<void>>();
  private delivered = 0;
  private slow = 0;
  private isPaced = true;
  private misses = 0;
  private readonly endsAtMs = Date.now() + RUN_MS;

  constructor(
    private readonly ctx: Context,
    private readonly options: PumpOptions,
  ) {}

  async run(): Promise<void> {
    while (Date.now() < this.endsAtMs && this.misses < MAX_MISSES) {
      if (this.flights.size >= this.width()) {
        await this.oneLands();
        continue;
      }
      this.isCalled = false;
      const next = await pumpNext(this.ctx, { ...this.options, except: [...this.flights.keys()] });
      const pauseMs = next === null ? null : await this.take(next);
      if (pauseMs !== null) return this.call(pauseMs);
      if (next === null && !this.isCalled) return;
    }
    await this.call(0);
  }

  /** Waits for what is under way; what went wrong with one is the job's failure. */
  async landed(): Promise<void> {
    const ends = await Promise.allSettled(this.flights.values());
    const failed = ends.find((end) => end.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }

  private async call(inMs: number): Promise<void> {
    const { paceKey, criticalOnly } = this.options;
    await enqueuePump(this.ctx, { paceKey, critical: criticalOnly, inMs: Math.max(LEAST_MS, inMs) });
  }

  private width(): number {
    const wide = this.isPaced ? 1 : 1 + Math.floor(this.delivered / WIDER_AFTER);
    return Math.min(MAX_WIDTH, wide + this.slow);
  }

  private async oneLands(): Promise<void> {
    const waiting = new AbortController();
    const patience = sleep(SLOW_MS, true, { signal: waiting.signal }).catch(() => false);
    const landings = [...this.flights.values()].map((flight) => flight.then(() => false));
    const isSlow = await Promise.race([patience, ...landings]).finally(() => waiting.abort());
    if (isSlow) this.slow += 1;
  }

  /** @returns how long to wait for the destination's next turn, ms; null to go on. */
  private async take({ id, critical }: { id: string; critical: boolean }): Promise<number | null> {
    const claim = await claimDelivery(this.ctx, { id, isPumped: true });
    if (claim.kind === "parked") return claim.inMs;
    if (claim.kind === "later") await pumpRelease(this.ctx, { id, critical, inMs: claim.inMs });
    if (claim.kind === "not_due") this.misses += 1;
    if (claim.kind === "claimed") this.launch(claim.delivery);
    return null;
  }

  private launch(delivery: ClaimedDelivery): void {
    this.isPaced = delivery.destination.perMinute !== null;
    const flight = this.fly(delivery).then(() => void this.flights.delete(delivery.id));
    // A failure stays among the flights for `landed`, and is seen by whoever races them.
    flight.catch(() => undefined);
    this.flights.set(delivery.id, flight);
  }

  private async fly(delivery: ClaimedDelivery): Promise<void> {
    const { id, critical } = delivery;
    const { isDelivered, againInMs } = await attemptDelivery(this.ctx, delivery);
    this.delivered = isDelivered ? this.delivered + 1 : 0;
    if (againInMs === null) return;
    await enqueueDeliveries(this.ctx, [{ id, critical, jobId: `${id}-${this.ctx.newId()}`, delayMs: againInMs }]);
  }
}
