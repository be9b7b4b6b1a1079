import type { Context } from "~/platform/context.server";
import { callPumps, type Parked } from "./call-pumps.server";
import { deliveryEvents } from "./delivery-events";
import { PACE_KEY } from "./destination-sql";

/** The group of what waited too long to be told one by one. */
const CATCH_UP = "catch_up";

const TOLD_BY_FIRST = "The alert's first message had waited as well, and tells the state of now.";
const TOO_OLD = "It waited longer than this channel replays, while the channel was switched off.";

/**
 * What becomes of each row:
 * - An update or a reminder of an alert that this channel has not been told of yet says nothing that the first message
 *   doesn't say when it goes out now.
 * - What is older than the channel replays becomes one summary. An old update is dropped, except where it brings
 *   something up to date that is still there, and then the newest alone counts: an edited message, or an incident that
 *   would stay open for ever without its `resolve`. Old notices about channels and silences are history.
 * - Everything else is sent as it is, what was one message as the same message.
 *
 * All of it is parked at its destination, whose pump takes it up one by one: as jobs of their own they would overtake one
 * another. `created_at` stays: it is the order.
 */
const RELEASE = `
WITH waiting AS (
  SELECT own.id, own.alert_id, own.purpose, own.critical, own.created_at, own.grouped_into_id, channels.type,
         coalesce(leader.created_at, own.created_at)
           < now() - make_interval(mins => channels.replay_max_age_minutes) AS is_old,
         own.alert_id IS NOT NULL AND EXISTS (
           SELECT FROM deliveries AS first
           WHERE first.alert_id = own.alert_id AND first.channel_id = own.channel_id AND first.purpose = 'alert.created'
             AND first.id <> own.id AND first.state IN ('held', 'queued')) AS is_told_by_first,
         own.purpose = 'alert.updated' AND NOT EXISTS (
           SELECT FROM deliveries AS newer
           WHERE newer.alert_id = own.alert_id AND newer.channel_id = own.channel_id
             AND newer.purpose = 'alert.updated' AND newer.revision > own.revision) AS is_newest
  FROM deliveries AS own JOIN channels ON channels.id = own.channel_id AND channels.enabled
  LEFT JOIN deliveries AS leader ON leader.id = own.grouped_into_id
  WHERE own.channel_id = $1 AND own.state = 'held'
  ORDER BY own.id FOR UPDATE OF own
), judged AS (
  SELECT id, grouped_into_id, CASE
    WHEN purpose IN ('alert.updated', 'alert.escalated') AND is_told_by_first THEN 'told'
    WHEN NOT is_old THEN 'replay'
    WHEN purpose IN ('alert.created', 'alert.escalated') THEN 'summarise'
    WHEN is_newest AND type IN ('discord', 'telegram', 'pagerduty') THEN 'replay'
    ELSE 'old' END AS verdict
  FROM waiting
), dropped AS (
  UPDATE deliveries SET state = 'suppressed', finished_at = now(),
         last_error = CASE judged.verdict WHEN 'told' THEN $2 ELSE $3 END
  FROM judged WHERE deliveries.id = judged.id AND judged.verdict IN ('told', 'old')
  RETURNING deliveries.id, deliveries.alert_id, deliveries.channel_id, judged.verdict
), dropped_events AS (${deliveryEvents("dropped", {
  state: "'suppressed'",
  reason: "CASE dropped.verdict WHEN 'told' THEN 'told_by_first' ELSE 'too_old' END",
})}
), placed AS (
  SELECT judged.id, judged.verdict, leader.id AS leader_id
  FROM judged LEFT JOIN judged AS leader ON leader.id = judged.grouped_into_id AND leader.verdict = 'replay'
    AND judged.verdict = 'replay'
  WHERE judged.verdict IN ('replay', 'summarise')
), released AS (
  UPDATE deliveries SET state = 'queued', attempts = 0, next_attempt_at = NULL, enqueued_at = now(),
         is_parked = placed.leader_id IS NULL, last_error = NULL, grouped_into_id = placed.leader_id,
         claimed_at = CASE placed.verdict WHEN 'replay' THEN deliveries.claimed_at END,
         group_key = CASE placed.verdict WHEN 'summarise' THEN '${CATCH_UP}' ELSE deliveries.group_key END
  FROM placed WHERE deliveries.id = placed.id
  RETURNING deliveries.id, deliveries.alert_id, deliveries.channel_id, deliveries.critical
), released_events AS (${deliveryEvents("released", { state: "'queued'", reason: "'channel_on'" })}
)
SELECT ${PACE_KEY} AS "paceKey", released.critical, count(*)::int AS deliveries
FROM released, channels WHERE channels.id = $1 GROUP BY 1, 2`;

/**
 * Sends what was held for a channel that is on again, in the order in which it happened; what waited longer than the
 * channel's `replayMaxAgeMinutes` as one summary. Nothing for a channel that is off.
 *
 * A queue that is away is no error: the rows are the sweeper's then.
 *
 * @returns how many deliveries will be told, those in the summary included.
 */
export async function releaseHeld(ctx: Context, { channelId }: { channelId: string }): Promise<number> {
  const { rows } = await ctx.sql.query<Parked & { deliveries: number }>(RELEASE, [channelId, TOLD_BY_FIRST, TOO_OLD]);
  await callPumps(ctx, rows);
  const deliveries = rows.reduce((sum, row) => sum + row.deliveries, 0);
  if (deliveries > 0) ctx.log.info({ channelId, deliveries }, "held deliveries are sent now");
  return deliveries;
}
