import { setTimeout as sleep } from "node:timers/promises";

import { type AttemptRecord, recordAttempt } from "~/domain/deliveries/record-attempt.server";
import type { Context } from "~/platform/context.server";

/** A database that restarts is back by then, ms. */
const AGAIN_AFTER_MS = [250, 1_000, 2_000, 4_000];

/**
 * Writes down a send, also when the database is away for a moment: what was sent and is not written down is sent again.
 *
 * @throws the driver's error when it stays away: the delivery is taken up again by the sweeper then, under its id.
 */
export async function recordSafely(ctx: Context, record: Omit<AttemptRecord, "id">): Promise<string[]> {
  const whole = { ...record, id: ctx.newId() };
  for (const againAfterMs of AGAIN_AFTER_MS) {
    try {
      return await recordAttempt(ctx, whole);
    } catch (error) {
      ctx.log.debug({ err: error, deliveryId: record.deliveryId }, "a send could not be written down, trying again");
      await sleep(againAfterMs);
    }
  }
  return recordAttempt(ctx, whole);
}
