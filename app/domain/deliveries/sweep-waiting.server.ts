import type { Context } from "~/platform/context.server";
import { deliveryEvents } from "./delivery-events";
import { FAR_KEY, PACE_KEY } from "./destination-sql";
import { tellFailure } from "./tell-failure.server";

/** Nobody waits in silence for longer than the retries would have taken: 2 + 8 + 32 s, and their jitter. */
const PATIENCE_SECONDS = 45;
/** What a far side was not there for in all this time has failed. */
const GIVEN_UP_HOURS = 24;
/** Shorter silences are the ordinary course of a busy destination. */
const LONG_SILENCE_SECONDS = 30;
const AT_ONCE = 1_000;
const TOLD = "It waits for its far side to come back; others have been told.";

/** Before then. */
const LONG_AGO = `now() - make_interval(secs => ${PATIENCE_SECONDS})`;

/**
 * A far side is away, or wants a long silence, or again and again a short one: then what is critical has waited in vain,
 * and so has what was refused itself. Since when it waits is since its first try: what is tried in vain every few seconds
 * waits as much as what is not.
 */
const WAITING = `
WITH waiting AS (
  SELECT own.id, own.channel_id
  FROM destinations AS far JOIN channels ON ${FAR_KEY} = far.key
  LEFT JOIN destinations AS pace ON pace.key = ${PACE_KEY}
  JOIN deliveries AS own ON own.channel_id = channels.id AND own.state = 'queued' AND own.is_parked
  WHERE (far.breaker <> 'closed' AND far.opened_at < ${LONG_AGO}
         OR far.breaker = 'closed' AND far.not_before > now() + make_interval(secs => ${LONG_SILENCE_SECONDS})
         OR pace.learned_at > now() - make_interval(secs => 2 * ${LONG_SILENCE_SECONDS})
            AND (own.critical OR own.claimed_at IS NOT NULL))
    AND coalesce((SELECT min(started_at) FROM delivery_attempts WHERE delivery_id = own.id), own.created_at) < ${LONG_AGO}
    AND own.purpose IN ('alert.created', 'alert.escalated') AND own.last_error IS DISTINCT FROM $1
  LIMIT ${AT_ONCE}
)
SELECT waiting.channel_id AS "channelId", array_agg(waiting.id) AS ids,
       array(SELECT member.id FROM deliveries AS member WHERE member.grouped_into_id = ANY (array_agg(waiting.id))) AS members,
       (SELECT last_error FROM channels WHERE channels.id = waiting.channel_id) AS reason
FROM waiting GROUP BY waiting.channel_id`;

const GIVE_UP = `
WITH waiting AS (
  SELECT own.id FROM destinations AS far JOIN channels ON ${FAR_KEY} = far.key
  JOIN deliveries AS own ON own.channel_id = channels.id AND own.state = 'queued' AND own.is_parked
  WHERE far.opened_at < now() - make_interval(hours => ${GIVEN_UP_HOURS})
    AND own.created_at < now() - make_interval(hours => ${GIVEN_UP_HOURS})
  LIMIT ${AT_ONCE}
), rows AS (
  SELECT deliveries.id FROM deliveries JOIN waiting ON deliveries.id = waiting.id OR deliveries.grouped_into_id = waiting.id
  WHERE deliveries.state = 'queued' ORDER BY deliveries.id FOR UPDATE OF deliveries
), failed AS (
  UPDATE deliveries SET state = 'failed', finished_at = now(), enqueued_at = NULL, is_parked = false,
         next_attempt_at = NULL, last_error = 'Its far side has not been there for a day.'
  FROM rows WHERE deliveries.id = rows.id
  RETURNING deliveries.id, deliveries.alert_id, deliveries.channel_id
) ${deliveryEvents("failed", { state: "'failed'", reason: "'far_side_away'" })}`;

interface Waiting {
  channelId: string;
  ids: string[];
  /** Told of by those. */
  members: string[];
  reason: string | null;
}

/**
 * Tells of what waits behind a far side that is away or wants silence, once its retries would have been spent: the
 * fallback channel and the rules' others hear of it, and the messages go on waiting, to be sent in order when the far
 * side is back. After a day they have failed.
 *
 * @returns how many were told of.
 */
export async function sweepWaiting(ctx: Context): Promise<number> {
  await ctx.sql.query(GIVE_UP);
  const { rows } = await ctx.sql.query<Waiting>(WAITING, [TOLD]);
  for (const { channelId, ids, members, reason } of rows) {
    const words = reason ?? "Its far side wants no messages at the moment.";
    // What could not be told is not marked: the next sweep tells it.
    if (!(await tellFailure(ctx, { channelId, deliveryIds: [...ids, ...members], reason: words }))) continue;
    await ctx.sql.query(
      "UPDATE deliveries SET last_error = $2 WHERE id = ANY ($1::uuid[]) AND state = 'queued' AND is_parked",
      [ids, TOLD],
    );
  }
  return rows.reduce((sum, { ids }) => sum + ids.length, 0);
}
