import { deliveryEvents } from "./delivery-events";

/** A channel is told of another one's failures at once, and then this often, seconds: thousands are not as many notices. */
const NOTICE_EVERY_SECONDS = 300;
/** Alerts that a fallback channel stands in for are told no later than they would have been. */
const STAND_IN_EVERY_SECONDS = 30;
/** Two processes that find the first failures at the same moment: the second one's are told this much later, together. */
const BESIDE_SECONDS = 10;

/** Counts for `deliveries.revision`: one notice for each alert, channel that is told, and channel that failed. */
const REVISION = `('x' || left(md5($1::text), 7))::bit(28)::int`;

/**
 * Tells of the deliveries $2 of channel $1, which could not be made because of $3; $4 are ids for the audit log, one for
 * each. Returns what has to be put onto the queue: of each message that will be one, the first row alone.
 *
 * - A fallback channel gets the alert itself, unless it has it already: then a notice, as the rule's other channels do.
 * - Alerts that are not critical, and all notices, are folded by `group_key`; machines (webhooks, PagerDuty) get each
 *   alert as itself.
 * - Nobody is told of what happened to notices, updates, tests and reminders about silences: a loop would start there.
 * - A fallback channel that Sentinel has switched off is told once somebody switches it on again.
 * - The channel that a fallback stands in for has failed already, and is not told of the fallback's failure.
 *
 * Everything is written once, whoever asks how often: by the unique key of deliveries, and one audit record for each
 * time that a delivery was asked for. `enqueued_at` of what failed or is held says when it was told: null is what
 * `tellUntoldFailures` looks for, after a crash and for what is written while a channel is off.
 */
export const TELL_FAILURE = `
WITH failing AS (
  SELECT id, name, type::text AS type, jsonb_build_object('failure', jsonb_build_object(
           'channelId', id, 'channelName', name, 'channelType', type, 'reason', $3::text)) AS data
  FROM channels WHERE id = $1
), failure AS (
  SELECT deliveries.*, given.audit_id FROM unnest($2::uuid[], $4::uuid[]) AS given(id, audit_id)
  JOIN deliveries ON deliveries.id = given.id
  WHERE deliveries.channel_id = $1 AND deliveries.purpose <> 'channel.test'
    AND deliveries.state NOT IN ('delivered', 'suppressed')
), lost AS (
  SELECT DISTINCT ON (failure.alert_id) failure.alert_id, failure.critical, failure.fallback_for_id, rules.channels
  FROM failure JOIN alerts ON alerts.id = failure.alert_id JOIN rules ON rules.id = alerts.rule_id
  WHERE failure.purpose IN ('alert.created', 'alert.escalated')
  ORDER BY failure.alert_id, failure.critical DESC
), listening AS (
  SELECT lost.*, told.id AS channel_id, told.type::text AS type, told.enabled, told.is_fallback AND NOT EXISTS (
           SELECT FROM deliveries AS known WHERE known.alert_id = lost.alert_id AND known.channel_id = told.id
             AND known.purpose = 'alert.created') AS gets_alert
  FROM lost JOIN channels AS told ON (told.enabled OR told.held_since IS NOT NULL AND told.is_fallback) AND told.id <> $1 AND told.id IS DISTINCT FROM lost.fallback_for_id
    AND (told.is_fallback OR told.id::text = ANY (lost.channels) OR told.type::text = ANY (lost.channels))
    AND NOT EXISTS (SELECT FROM deliveries AS done WHERE done.alert_id = lost.alert_id AND done.channel_id = told.id
                      AND done.fallback_for_id = $1)
), message AS (
  SELECT *, CASE WHEN NOT gets_alert THEN 'failure:' || $1::text
                 WHEN NOT critical AND type NOT IN ('webhook', 'pagerduty') THEN 'fallback:' || $1::text END AS group_key
  FROM listening WHERE enabled OR gets_alert
), turn AS MATERIALIZED (
  SELECT pg_try_advisory_xact_lock(hashtext('deliveries.tell-failure'), hashtext($1::text)) AS is_ours
), pace AS (
  SELECT pair.channel_id, pair.group_key, waiting.next_attempt_at IS NOT NULL AS is_open,
         CASE WHEN waiting.next_attempt_at IS NOT NULL THEN waiting.next_attempt_at
              WHEN earlier.at IS NOT NULL THEN earlier.at + make_interval(
                secs => CASE WHEN pair.group_key LIKE 'fallback:%' THEN ${STAND_IN_EVERY_SECONDS} ELSE ${NOTICE_EVERY_SECONDS} END)
              WHEN NOT turn.is_ours THEN now() + make_interval(secs => ${BESIDE_SECONDS}) END AS due_at
  FROM (SELECT DISTINCT channel_id, group_key FROM message WHERE group_key IS NOT NULL) AS pair CROSS JOIN turn
  LEFT JOIN LATERAL (
    SELECT next_attempt_at FROM deliveries
    WHERE channel_id = pair.channel_id AND group_key = pair.group_key AND state = 'queued' AND grouped_into_id IS NULL
      AND next_attempt_at > now() LIMIT 1) AS waiting ON true
  LEFT JOIN LATERAL (
    -- A leader waits for at most one interval before it is sent.
    SELECT max(coalesce(finished_at, now())) AS at FROM deliveries
    WHERE waiting.next_attempt_at IS NULL AND channel_id = pair.channel_id AND group_key = pair.group_key
      AND created_at > now() - make_interval(secs => 2 * ${NOTICE_EVERY_SECONDS})
      AND coalesce(finished_at, now()) > now() - make_interval(secs => ${NOTICE_EVERY_SECONDS})) AS earlier ON true
), written AS (
  INSERT INTO deliveries (id, alert_id, channel_id, purpose, revision, critical, fallback_for_id, data, group_key,
                          next_attempt_at, state)
  SELECT gen_random_uuid(), message.alert_id, message.channel_id,
         CASE WHEN message.gets_alert THEN 'alert.created' ELSE 'delivery.failed' END,
         CASE WHEN message.gets_alert THEN 0 ELSE ${REVISION} END,
         message.critical, CASE WHEN message.gets_alert THEN $1::uuid END, failing.data, message.group_key,
         CASE WHEN message.enabled THEN pace.due_at END,
         (CASE WHEN message.enabled THEN 'queued' ELSE 'held' END)::"DeliveryState"
  FROM message CROSS JOIN failing
  LEFT JOIN pace ON pace.channel_id = message.channel_id AND pace.group_key = message.group_key
  ORDER BY message.alert_id, message.channel_id
  ON CONFLICT (alert_id, channel_id, purpose, revision) DO NOTHING
  RETURNING id, alert_id, channel_id, critical, group_key, next_attempt_at, state
), feed AS (${deliveryEvents("written", { state: "written.state", reason: "'other_channel_failed'" })}
), marked AS (
  UPDATE channels SET failing_since = now()
  WHERE id = $1 AND failing_since IS NULL AND EXISTS (SELECT FROM failure)
), owed AS (
  SELECT id FROM deliveries WHERE id = ANY ($2::uuid[]) AND state IN ('failed', 'held') AND enqueued_at IS NULL
  ORDER BY id FOR UPDATE
), paid AS (
  UPDATE deliveries SET enqueued_at = now() FROM owed WHERE deliveries.id = owed.id RETURNING deliveries.id
), audited AS (
  INSERT INTO audit_logs (id, action, resource_type, resource_id, metadata)
  SELECT failure.audit_id, 'delivery.failed', 'delivery', failure.id::text, jsonb_build_object(
           'channelId', failing.id, 'channelName', failing.name, 'channelType', failing.type,
           'alertId', failure.alert_id, 'purpose', failure.purpose, 'state', failure.state, 'reason', $3::text,
           'redelivered', failure.redelivered)
  FROM failure CROSS JOIN failing
  WHERE (failure.state NOT IN ('failed', 'held') OR failure.id IN (SELECT id FROM paid)) AND NOT EXISTS (
    SELECT FROM audit_logs AS said
    WHERE said.resource_type = 'delivery' AND said.resource_id = failure.id::text AND said.action = 'delivery.failed'
      AND said.metadata->>'redelivered' = failure.redelivered::text)
  ORDER BY failure.audit_id
)
SELECT DISTINCT ON (coalesce(written.group_key, written.id::text), written.channel_id) written.id, written.critical,
       greatest(0, extract(epoch FROM written.next_attempt_at - now()) * 1000)::float8 AS "delayMs"
FROM written LEFT JOIN pace ON pace.channel_id = written.channel_id AND pace.group_key = written.group_key
WHERE pace.is_open IS NOT TRUE AND written.state = 'queued'
ORDER BY coalesce(written.group_key, written.id::text), written.channel_id, written.critical DESC, written.id`;
