import { deliveryEvents } from "./delivery-events";

/** Statements of `claimUpdate`. What one alert's update follows up is its first message on the channel: told at once, or
 * by an escalation where the rule names the channel only there. */

/** The first message that update $1 follows up (one that was told, if there is one), and the one that tells of it. */
export const FIRST = `
SELECT first.id, coalesce(first.grouped_into_id, first.id) AS "leaderId", channels.type::text AS "channelType"
FROM deliveries AS own
JOIN deliveries AS first ON first.alert_id = own.alert_id AND first.channel_id = own.channel_id
  AND first.purpose IN ('alert.created', 'alert.escalated')
JOIN channels ON channels.id = own.channel_id
WHERE own.id = $1
ORDER BY first.state IN ('sending', 'delivered') DESC, first.purpose, first.revision LIMIT 1`;

/** Nobody else decides about updates of the same message meanwhile. */
export const LOCK = "SELECT id FROM deliveries WHERE id IN ($1, $2) ORDER BY id FOR UPDATE";

/** The alert's first message $2 and its updates, as `ChannelMessage`; $3 tells of the first one. */
export const MESSAGES = `
SELECT message.id, CASE WHEN message.id = $2 THEN 0 ELSE message.revision END AS revision, message.state::text AS state,
       message.remote_id AS "remoteId", message.next_attempt_at IS NULL AND message.grouped_into_id IS NULL AS "isFresh",
       -- Timers and clocks differ by milliseconds. What is parked goes when its destination takes it: nobody knows when.
       CASE WHEN NOT message.is_parked THEN coalesce(extract(epoch FROM message.next_attempt_at - now()) * 1000 - 25, 0)
            WHEN message.id = $1 THEN 0 ELSE 5000 END::float8 AS "dueInMs",
       1 + (SELECT count(*)::int FROM deliveries AS member WHERE member.grouped_into_id = $3) AS "groupSize"
FROM deliveries AS own JOIN deliveries AS message
  ON message.alert_id = own.alert_id AND message.channel_id = own.channel_id
  AND (message.id = $2 OR message.purpose = 'alert.updated')
WHERE own.id = $1`;

/** Updates of the alerts that message $1 tells of. */
const UPDATES = `
FROM deliveries AS first JOIN deliveries AS other
  ON other.alert_id = first.alert_id AND other.channel_id = first.channel_id AND other.purpose = 'alert.updated'
WHERE (first.id = $1 OR first.grouped_into_id = $1) AND first.purpose IN ('alert.created', 'alert.escalated')`;

/** Whether one of them is on its way. */
export const BUSY = `SELECT 1 ${UPDATES} AND other.state = 'sending' LIMIT 1`;

/** Those that wait, and those that were part of it before, become part of update $2 and follow its state. */
export const FOLLOWERS = `
WITH waiting AS (
  SELECT other.id ${UPDATES} AND other.state = 'queued' AND other.id <> $2
    AND (other.grouped_into_id = $2 OR (other.grouped_into_id IS NULL AND other.claimed_at IS NULL))
  ORDER BY other.id FOR UPDATE OF other
)
UPDATE deliveries SET state = 'sending', grouped_into_id = $2, claimed_at = now(), is_parked = false
FROM waiting WHERE deliveries.id = waiting.id`;

/** The far side's message as the group's members know it last. */
export const NEWEST_REMOTE = `
SELECT message.remote_id AS "remoteId"
FROM deliveries AS first JOIN deliveries AS message
  ON message.alert_id = first.alert_id AND message.channel_id = first.channel_id
WHERE (first.id = $1 OR first.grouped_into_id = $1) AND message.state = 'delivered' AND message.remote_id IS NOT NULL
  AND (message.id = first.id OR message.purpose = 'alert.updated')
ORDER BY message.finished_at DESC LIMIT 1`;

/** Update $1 is over without having been sent, because of $2. */
export const END = `
WITH ended AS (
  UPDATE deliveries SET state = 'suppressed', finished_at = now(), next_attempt_at = NULL, is_parked = false,
         last_error = $2
  WHERE id = $1 AND state = 'queued'
  RETURNING id, alert_id, channel_id
) ${deliveryEvents("ended", { state: "'suppressed'", reason: "'superseded'", more: "jsonb_build_object('detail', $2::text)" })}`;
