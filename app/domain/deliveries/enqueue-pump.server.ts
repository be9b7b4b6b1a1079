import type { Context } from "~/platform/context.server";
import { laneOf } from "./enqueue-deliveries.server";

/** Those who ask within one of these get one job between them, ms. */
const GRAIN_MS = 100;
/** Asked for by this process and not due yet: thousands of deliveries wait for the same turn. */
const MAX_REMEMBERED = 1_000;
const remembered = new WeakMap<Context["queues"], Map<string, number>>();

/**
 * Calls the pump of a destination for the moment at which its next turn comes; see `worker/deliveries/pump`. Asking
 * again for the same moment does nothing. A queue that is away is no error: the sweeper calls the pump then.
 *
 * @param critical whether it takes up critical deliveries, on their lane, or any, on the other.
 */
export async function enqueuePump(
  ctx: Pick<Context, "queues" | "log">,
  { paceKey, critical, inMs }: { paceKey: string; critical: boolean; inMs: number },
): Promise<void> {
  const dueAtMs = Math.ceil((Date.now() + inMs) / GRAIN_MS) * GRAIN_MS;
  const id = `pump-${paceKey.replaceAll(":", "_")}-${critical ? "critical" : "any"}-${dueAtMs}`;
  const known = remembered.get(ctx.queues) ?? new Map<string, number>();
  remembered.set(ctx.queues, known);
  if (known.has(id)) return;
  if (known.size >= MAX_REMEMBERED) known.clear();
  known.set(id, dueAtMs);
  try {
    const data = { deliveryId: "", pumps: paceKey };
    await ctx.queues.add(laneOf({ critical }), { id, data, delayMs: Math.max(0, dueAtMs - Date.now()) });
  } catch (error) {
    known.delete(id);
    ctx.log.debug({ err: error }, "a destination's pump could not be called, the sweeper will");
  }
}
