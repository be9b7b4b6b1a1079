import type { Context } from "~/platform/context.server";
import { enqueueDeliveries, type QueuedDelivery } from "./enqueue-deliveries.server";
import { releaseHeld } from "./release-held.server";
import { sweepFollowers } from "./sweep-followers.server";
import { sweepPumps } from "./sweep-pumps.server";
import { sweepWaiting } from "./sweep-waiting.server";

/** A send takes at most 15 s, twice when it falls back to plain text; an older claim belongs to a process that died. */
const CLAIM_LIMIT_SECONDS = 45;
/** Rows younger than this are still on their way to the queue. */
const GRACE_SECONDS = 3;
/** A row that was swept is not looked at again for this long: its job may just be waiting its turn. */
const SWEEP_AGAIN_SECONDS = 30;
/** What is overdue for this long gets a job of another name, once in every {@link RENAMED_SECONDS}. */
const LATE_SECONDS = 30;
const RENAMED_SECONDS = 600;

/** What waits for its destination is the pump's; who is told of by another delivery follows that one. */
const DUE = `
WITH due AS (
  SELECT id, state = 'sending' AS abandoned,
         attempts > 0 OR coalesce(next_attempt_at, created_at) < now() - make_interval(secs => $4) AS late
  FROM deliveries
  WHERE grouped_into_id IS NULL AND (
    (state = 'queued' AND NOT is_parked
     AND coalesce(next_attempt_at, created_at) < now() - make_interval(secs => $1)
     AND (enqueued_at IS NULL OR enqueued_at < now() - make_interval(secs => $2)))
    OR (state = 'sending' AND claimed_at < now() - make_interval(secs => $3)))
  ORDER BY critical DESC, created_at
  LIMIT 1000 FOR UPDATE SKIP LOCKED
), followers AS (
  UPDATE deliveries SET state = 'queued' FROM due
  WHERE due.abandoned AND deliveries.grouped_into_id = due.id AND deliveries.state = 'sending'
)
UPDATE deliveries SET enqueued_at = now(), state = 'queued' FROM due WHERE deliveries.id = due.id
RETURNING deliveries.id, deliveries.critical, due.abandoned,
  CASE WHEN due.late THEN deliveries.attempts || '-' || floor(extract(epoch FROM now()) / $5) END AS suffix`;

interface DueDelivery extends QueuedDelivery {
  abandoned: boolean;
  /** Of a job that may lie on the queue for an hour, put there by a clock that was set back since; null: it can't. */
  suffix: string | null;
}

/** Switched on again in the same moment in which the last was held. */
const STRANDED = `
SELECT id FROM channels WHERE enabled AND EXISTS (
  SELECT FROM deliveries WHERE deliveries.channel_id = channels.id AND deliveries.state = 'held')`;

/**
 * Puts back onto the queue what was committed but not queued (the queue was away, the process died in between, Redis
 * lost its data, a clock that was set back made it wait) and what was claimed by a process that never came back. Adding a
 * job that is still there does nothing.
 * Calls the pumps that were lost, tells of what waits for too long, and releases what a channel that is on still holds.
 *
 * @returns how many rows were put onto the queue.
 */
export async function sweepDeliveries(ctx: Context): Promise<number> {
  const parts = [sweepDue, sweepFollowers, sweepPumps, sweepWaiting, sweepStranded];
  const ends: PromiseSettledResult<unknown>[] = [];
  for (const sweep of parts) ends.push(...(await Promise.allSettled([sweep(ctx)])));
  // What goes wrong with one must not keep the others from what only they see.
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
  return ends[0]?.status === "fulfilled" ? Number(ends[0].value) : 0;
}

async function sweepDue(ctx: Context): Promise<number> {
  const found = await ctx.sql.query<DueDelivery>(DUE, [
    GRACE_SECONDS,
    SWEEP_AGAIN_SECONDS,
    CLAIM_LIMIT_SECONDS,
    LATE_SECONDS,
    RENAMED_SECONDS,
  ]);
  const deliveries = found.rows.map(({ id, critical, abandoned, suffix }) => {
    // The dead process's job still counts as running, and would stand in the way of a new one with its id.
    if (abandoned) return { id, critical, jobId: `${id}-${ctx.newId()}` };
    return suffix === null ? { id, critical } : { id, critical, jobId: `${id}-${suffix}` };
  });
  const failed = await enqueueDeliveries(ctx, deliveries);
  if (failed.length > 0) {
    await ctx.sql.query("UPDATE deliveries SET enqueued_at = NULL WHERE id = ANY ($1::uuid[])", [failed]);
  }
  const added = found.rows.length - failed.length;
  if (added > 0) ctx.log.info({ deliveries: added }, "put deliveries back onto the queue");

  return added;
}

async function sweepStranded(ctx: Context): Promise<void> {
  const stranded = await ctx.sql.query<{ id: string }>(STRANDED);
  for (const { id } of stranded.rows) await releaseHeld(ctx, { channelId: id });
}
