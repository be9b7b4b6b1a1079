import { deliveryEvents } from "./delivery-events";

/**
 * Rows are locked in the order of their ids, as everywhere where several are. `held` and `failed` rows begin without
 * `enqueued_at`: nobody has been told of them yet (`tellFailure` sets it). `claimed_at` stays: whom a message tells of
 * never changes once it may have arrived.
 */
export const RECORD_ATTEMPT = `
WITH told AS (
  SELECT id FROM deliveries
  WHERE (id = $2 OR grouped_into_id = $2) AND (state = 'sending' OR $11 = 'delivered')
    -- It has been written down already, and the answer was lost.
    AND NOT EXISTS (SELECT FROM delivery_attempts WHERE id = $1)
  ORDER BY id FOR UPDATE
), attempt AS (
  INSERT INTO delivery_attempts (id, delivery_id, number, started_at, duration_ms, outcome, status_code,
                                 response_headers, response_body, error, next_attempt_at,
                                 request_target, request_headers, request_body)
  SELECT $1, $2, (SELECT count(*) + 1 FROM delivery_attempts WHERE delivery_id = $2), $3, $4, $5, $6, $7, $8, $9, $10,
         $14, $15, $16
  WHERE EXISTS (SELECT FROM deliveries WHERE id = $2)
  ON CONFLICT (id) DO NOTHING
), channel AS (
  UPDATE channels SET
    health_status = CASE WHEN NOT enabled THEN health_status WHEN $11 = 'delivered' THEN 'healthy'
                         WHEN $5 = 'wait' THEN health_status ELSE 'failing' END,
    last_success_at = CASE WHEN $11 = 'delivered' THEN now() ELSE last_success_at END,
    failing_since = CASE WHEN $11 = 'delivered' THEN NULL ELSE failing_since END,
    last_error = CASE WHEN $11 = 'delivered' OR $5 = 'wait' THEN last_error ELSE $9 END,
    last_error_at = CASE WHEN $11 = 'delivered' OR $5 = 'wait' THEN last_error_at ELSE now() END
  -- Busy channels would otherwise queue behind this one row.
  WHERE id = $12 AND NOT ($11 = 'delivered' AND health_status = 'healthy' AND failing_since IS NULL
                          AND last_success_at > now() - interval '1 second')
), ended AS (
  UPDATE deliveries SET
    state = $11::"DeliveryState",
    attempts = attempts + CASE WHEN $5 = 'wait' OR $19 OR deliveries.id <> $2 THEN 0 ELSE 1 END,
    -- By the database's clock, whatever this process's says.
    next_attempt_at = now() + make_interval(secs => $18),
    is_parked = $20 AND deliveries.id = $2,
    enqueued_at = NULL,
    finished_at = CASE WHEN $11 IN ('queued', 'held') THEN NULL ELSE now() END,
    last_error = CASE WHEN $11 = 'delivered' THEN NULL ELSE $9 END,
    remote_id = coalesce($13, remote_id)
  FROM told WHERE deliveries.id = told.id
  -- A success that a crash of the database takes back is sent again under the same id, as promised; a failure stays told.
  AND set_config('synchronous_commit', CASE WHEN $11 = 'delivered' THEN 'off' ELSE 'on' END, true) IS NOT NULL
  RETURNING deliveries.id, deliveries.alert_id, deliveries.channel_id, deliveries.purpose, deliveries.change
), timeline AS (
  INSERT INTO alert_events (id, alert_id, kind, data)
  SELECT gen_random_uuid(), ended.alert_id,
         CASE $11 WHEN 'delivered' THEN 'notified' ELSE 'notification_failed' END,
         jsonb_strip_nulls(jsonb_build_object(
           'deliveryId', $2::uuid, 'memberId', nullif(ended.id, $2), 'channelId', channels.id,
           'channelName', channels.name, 'change', ended.change,
           'purpose', CASE WHEN ended.purpose NOT IN ('alert.created', 'alert.updated') THEN ended.purpose END,
           'groupSize', nullif((SELECT count(*) FROM ended), 1), 'isHeld', CASE WHEN $11 = 'held' THEN true END))
  FROM ended JOIN channels ON channels.id = ended.channel_id
  WHERE ended.alert_id IS NOT NULL AND $11 <> 'queued'
  UNION ALL
  SELECT gen_random_uuid(), ended.alert_id, 'hook_answered', jsonb_build_object(
           'channelId', channels.id, 'channelName', channels.name, 'text', $17::text)
  FROM ended JOIN channels ON channels.id = ended.channel_id
  WHERE ended.id = $2 AND ended.alert_id IS NOT NULL AND $17::text IS NOT NULL
), retried AS (${deliveryEvents("ended", {
  state: "'queued'",
  reason: "'retry'",
  more: "jsonb_build_object('outcome', $5::text, 'nextAttemptAt', now() + make_interval(secs => $18))",
})} AND $11 = 'queued'
)
SELECT id FROM ended`;
