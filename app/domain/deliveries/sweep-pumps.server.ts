import type { Context } from "~/platform/context.server";
import { PACE_JOINS } from "./destination-sql";
import { enqueuePump } from "./enqueue-pump.server";

/** A destination that could have taken a message for this long has lost its pump, seconds. */
const LOST_SECONDS = 3;
/** Nothing is ever asked to wait for longer; what is has been written by a clock that ran ahead. Seconds. */
const MAX_AHEAD_SECONDS = 120;
const MAX_SILENCE_SECONDS = 3_700;

/** By channel, so that however many wait one look at the index each is enough. */
const LOST = `
SELECT DISTINCT keys.pace_key AS "paceKey", own.critical
FROM channels
JOIN LATERAL (SELECT critical FROM deliveries WHERE channel_id = channels.id AND state = 'queued' AND is_parked
              ORDER BY critical DESC, created_at LIMIT 1) AS own ON true
${PACE_JOINS}
WHERE coalesce(far.not_before, '-infinity') < now() - make_interval(secs => ${LOST_SECONDS})
  AND coalesce(pace.conforms_at - make_interval(secs => rate.allowance_s::float8), '-infinity')
      < now() - make_interval(secs => ${LOST_SECONDS})
  AND coalesce(pace.pump_at, '-infinity') < now() - make_interval(secs => ${LOST_SECONDS})`;

const RIGHT_CLOCKS = `
UPDATE destinations SET
  conforms_at = least(conforms_at, now() + make_interval(secs => ${MAX_AHEAD_SECONDS})),
  not_before = CASE WHEN not_before > now() + make_interval(secs => ${MAX_SILENCE_SECONDS}) THEN NULL ELSE not_before END
WHERE conforms_at > now() + make_interval(secs => ${MAX_AHEAD_SECONDS})
   OR not_before > now() + make_interval(secs => ${MAX_SILENCE_SECONDS})`;

/**
 * Calls the pumps that were lost (the queue was away, or lost its data; the process died), and takes back what a clock
 * that was set back would make destinations wait for.
 *
 * @returns how many pumps were called.
 */
export async function sweepPumps(ctx: Pick<Context, "sql" | "queues" | "log">): Promise<number> {
  await ctx.sql.query(RIGHT_CLOCKS);
  const { rows } = await ctx.sql.query<{ paceKey: string; critical: boolean }>(LOST);
  await Promise.all(rows.map(({ paceKey, critical }) => enqueuePump(ctx, { paceKey, critical, inMs: 0 })));
  return rows.length;
}
