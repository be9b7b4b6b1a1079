import { QUIET_REASON } from "~/domain/silences/quiet-reasons";
import { PACE_JOINS } from "./destination-sql";
import { MESSAGE_FACTS_COLUMNS, MESSAGE_FACTS_JOINS } from "./get-message-facts.server";

/** A probe that has not come back after this time has died with its process; seconds. */
const PROBE_LIMIT_SECONDS = 45;

/**
 * The delivery $1 when it is due ($2: how early a job may come, seconds), and what stands in its way. $3: taken by its
 * destination's pump. $4: its group is locked. $5: it is outside its channel's quiet hours. $6: of an update, it has its
 * turn.
 */
const DUE = `due AS (
  SELECT own.id, own.alert_id, own.channel_id, own.purpose, own.change, own.critical, own.attempts, own.created_at,
         own.next_attempt_at, own.group_key, own.data, own.is_parked, clock_timestamp() AS clock,
         own.claimed_at IS NULL AND own.redelivered = 0 AS is_new,
         channels.enabled, channels.held_since, channels.quiet_hours, channels.type AS channel_type,
         keys.far_key, keys.pace_key, pace.key IS NOT NULL AS has_pace, pace.conforms_at, far.not_before,
         coalesce(far.breaker, 'closed') AS breaker, coalesce(far.failures_in_row, 0) AS failures_in_row,
         limits.per_minute, bursts.burst, rate.spacing_s, rate.allowance_s,
         CASE WHEN own.redelivered = 0 AND own.purpose IN ('alert.created', 'alert.escalated') AND alerts.id IS NOT NULL
              THEN ${QUIET_REASON} END AS quiet_reason,
         NOT $3 AND EXISTS (
           SELECT FROM deliveries AS ahead
           WHERE ahead.channel_id = own.channel_id AND ahead.state = 'queued' AND ahead.is_parked
             AND (ahead.critical OR NOT own.critical)) AS is_behind
  FROM deliveries AS own JOIN channels ON channels.id = own.channel_id
  ${PACE_JOINS}
  LEFT JOIN alerts ON alerts.id = own.alert_id LEFT JOIN rules ON rules.id = alerts.rule_id
  WHERE own.id = $1 AND own.state = 'queued' AND own.grouped_into_id IS NULL AND own.is_parked = $3
    AND ($6 OR own.purpose <> 'alert.updated')
    AND ($3 OR own.next_attempt_at IS NULL OR own.next_attempt_at <= now() + make_interval(secs => $2))
    AND set_config('synchronous_commit', 'off', true) IS NOT NULL
  FOR UPDATE OF own
)`;

/** What is asked first. A person's test passes everything; what a person sends again is neither silenced nor put off. */
const JUDGED = `judged AS (
  SELECT due.*, CASE
    WHEN purpose = 'channel.test' THEN CASE WHEN per_minute IS NULL THEN 'go' ELSE 'counted' END
    WHEN NOT enabled THEN CASE WHEN held_since IS NULL THEN 'go' ELSE 'held' END
    WHEN group_key IS NOT NULL AND is_new AND NOT $4 THEN 'group'
    -- Of a group that has been tried already each member was judged before.
    WHEN quiet_reason IS NOT NULL AND (group_key IS NULL OR is_new) THEN 'suppressed'
    WHEN jsonb_typeof(quiet_hours) = 'object' AND NOT critical AND is_new AND attempts = 0
         AND purpose <> 'alert.updated' AND NOT $5 THEN 'hours'
    WHEN is_behind THEN 'park'
    WHEN breaker <> 'closed' THEN 'probe'
    WHEN not_before > clock THEN 'park'
    WHEN per_minute IS NULL THEN 'go'
    ELSE 'slot' END AS gate
  FROM due
)`;

/** Its own row of the destination's is taken, under that row's lock: one slot, or the one probe, for the whole fleet. */
const GRANTED = `first_slot AS (
  INSERT INTO destinations (key, conforms_at)
  SELECT pace_key, clock + make_interval(secs => spacing_s::float8)
  FROM judged WHERE gate IN ('slot', 'counted') AND NOT has_pace
  ON CONFLICT (key) DO NOTHING RETURNING key
), slot AS (
  UPDATE destinations SET
    conforms_at = greatest(destinations.conforms_at, judged.clock) + make_interval(secs => judged.spacing_s::float8)
  FROM judged
  WHERE judged.gate IN ('slot', 'counted') AND judged.has_pace AND destinations.key = judged.pace_key
    AND (judged.gate = 'counted' OR destinations.conforms_at IS NULL
         OR destinations.conforms_at <= judged.clock + make_interval(secs => judged.allowance_s::float8))
    AND (judged.gate = 'counted' OR (destinations.breaker = 'closed'
         AND (destinations.not_before IS NULL OR destinations.not_before <= judged.clock)))
  RETURNING key
), probe AS (
  UPDATE destinations SET breaker = 'half_open', updated_at = now(),
    not_before = judged.clock + make_interval(secs => ${PROBE_LIMIT_SECONDS}),
    conforms_at = greatest(destinations.conforms_at, judged.clock)
                  + make_interval(secs => coalesce(judged.spacing_s, 0)::float8)
  FROM judged
  WHERE judged.gate = 'probe' AND destinations.key = judged.far_key AND destinations.breaker <> 'closed'
    AND (destinations.not_before IS NULL OR destinations.not_before <= judged.clock)
  RETURNING key
), decided AS (
  SELECT judged.*, probe.key IS NOT NULL AS is_probe, CASE
    WHEN gate IN ('go', 'counted') OR first_slot.key IS NOT NULL OR slot.key IS NOT NULL OR probe.key IS NOT NULL
      THEN 'claimed'
    WHEN gate IN ('park', 'slot', 'probe') THEN 'parked'
    ELSE gate END AS kind
  FROM judged LEFT JOIN first_slot ON true LEFT JOIN slot ON true LEFT JOIN probe ON true
)`;

const SETTLED = `settled AS (
  UPDATE deliveries SET
    state = (CASE kind WHEN 'claimed' THEN 'sending' WHEN 'suppressed' THEN 'suppressed' WHEN 'held' THEN 'held'
                       ELSE 'queued' END)::"DeliveryState",
    is_parked = kind = 'parked',
    claimed_at = CASE WHEN kind = 'claimed' THEN now() ELSE deliveries.claimed_at END,
    -- Of what is held: nobody has been told yet.
    enqueued_at = CASE WHEN kind = 'held' THEN NULL ELSE deliveries.enqueued_at END,
    next_attempt_at = CASE WHEN kind IN ('suppressed', 'held') THEN NULL ELSE deliveries.next_attempt_at END,
    finished_at = CASE WHEN kind = 'suppressed' THEN now() END,
    last_error = CASE kind WHEN 'suppressed' THEN
      CASE decided.quiet_reason->>'kind' WHEN 'silence' THEN 'Silenced: ' || (decided.quiet_reason->>'reason')
        ELSE 'Kept quiet by an alert of another rule: ' || (decided.quiet_reason->>'ruleName') END
      ELSE deliveries.last_error END
  FROM decided
  WHERE deliveries.id = decided.id
    AND (kind IN ('claimed', 'suppressed', 'held') OR (kind = 'parked' AND NOT decided.is_parked))
), timeline AS (
  INSERT INTO alert_events (id, alert_id, kind, data)
  SELECT gen_random_uuid(), decided.alert_id, CASE decided.kind WHEN 'held' THEN 'delivery' ELSE 'not_notified' END,
         CASE decided.kind WHEN 'held' THEN '{"state": "held", "reason": "channel_off"}'::jsonb ELSE decided.quiet_reason END
           || jsonb_build_object('deliveryId', decided.id, 'channelId', channels.id, 'channelName', channels.name)
  FROM decided JOIN channels ON channels.id = decided.channel_id
  WHERE decided.kind = 'suppressed' OR (decided.kind = 'held' AND decided.alert_id IS NOT NULL)
)`;

/**
 * Takes a delivery for sending, or says what it waits for, in one statement: everything that may stand in its way, the
 * destination's slot, the channel and the facts that its message is made from cost one round trip.
 *
 * The row is locked first and the destination's after it; nothing locks them the other way round.
 */
export const CLAIM = `
WITH ${DUE}, ${JUDGED}, ${GRANTED}, ${SETTLED}
SELECT decided.kind, decided.id AS "deliveryId", decided.alert_id AS "alertId", decided.channel_id AS "channelId",
       decided.purpose, decided.change, decided.critical, decided.attempts, decided.created_at AS "createdAt",
       decided.group_key AS "groupKey", decided.data, decided.quiet_hours AS "quietHours",
       decided.far_key AS "farKey", decided.pace_key AS "paceKey", decided.per_minute AS "perMinute",
       decided.is_probe AS "isProbe", decided.failures_in_row > 0 OR decided.breaker <> 'closed' AS "isDoubted",
       (extract(epoch FROM decided.clock - greatest(decided.created_at, decided.next_attempt_at)) * 1000)::float8
         AS "waitedMs",
       (extract(epoch FROM greatest(decided.not_before,
          decided.conforms_at - make_interval(secs => decided.allowance_s::float8), decided.clock) - decided.clock)
          * 1000)::float8 AS "inMs",
       own.type::text AS "channelType", own.name AS "channelName", own.enabled AS "channelEnabled",
       own.config_encrypted AS "configEncrypted", own.templates, ${MESSAGE_FACTS_COLUMNS}
FROM decided JOIN channels AS own ON own.id = decided.channel_id
LEFT JOIN alerts ON alerts.id = decided.alert_id ${MESSAGE_FACTS_JOINS}`;
