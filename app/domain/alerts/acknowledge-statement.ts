import { deliveryEvents } from "~/domain/deliveries/delivery-events";
import { TELL_UPDATES } from "./change-statement";

/**
 * Acknowledges the alerts $1 (locked by the caller, and not acknowledged yet) for the user $2 with the note $3, via $4,
 * timeline data $5: stops their escalations, takes back what the escalations have not sent yet, and makes the updates of
 * the channels that have been told. Returns `ToldRow`s.
 *
 * What is being sent at this moment is left alone (`SKIP LOCKED`): it was under way when the button was pressed.
 */
export const ACKNOWLEDGE = `
WITH changed AS (
  UPDATE alerts SET acknowledged_at = now(), acknowledged_by_id = $2::uuid, acknowledged_note = $3,
                    acknowledged_via = $4::jsonb, updated_at = now()
  WHERE id = ANY ($1::uuid[])
  RETURNING id, severity, 'acknowledged'::text AS kind, acknowledged_at AS at, '{}'::jsonb AS data, true AS is_told
), running AS (
  SELECT id FROM escalations WHERE state = 'running' AND alert_id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE
), stopped AS (
  UPDATE escalations SET state = 'acknowledged', next_at = NULL, ended_at = now(), ended_by_id = $2::uuid
  FROM running WHERE escalations.id = running.id
  RETURNING escalations.alert_id
), unsent AS (
  SELECT id FROM deliveries
  WHERE alert_id = ANY ($1::uuid[]) AND purpose = 'alert.escalated' AND state IN ('queued', 'held')
    AND grouped_into_id IS NULL
    AND NOT EXISTS (SELECT FROM deliveries AS member WHERE member.grouped_into_id = deliveries.id)
  ORDER BY id FOR UPDATE SKIP LOCKED
), taken_back AS (
  UPDATE deliveries SET state = 'suppressed', finished_at = now(), next_attempt_at = NULL, is_parked = false,
                        last_error = 'Somebody acknowledged the alert before this was sent.'
  FROM unsent WHERE deliveries.id = unsent.id
  RETURNING deliveries.id, deliveries.alert_id, deliveries.channel_id
), timeline AS (
  INSERT INTO alert_events (id, alert_id, kind, at, actor_id, data)
  SELECT gen_random_uuid(), changed.id, 'acknowledged', changed.at, $2::uuid,
         $5::jsonb || CASE WHEN stopped.alert_id IS NULL THEN '{}'::jsonb ELSE '{"escalationStopped": true}'::jsonb END
  FROM changed LEFT JOIN stopped ON stopped.alert_id = changed.id
  RETURNING alert_id
), taken_back_events AS (${deliveryEvents("taken_back", { state: "'suppressed'", reason: "'acknowledged'" })}
  AND (SELECT count(*) FROM timeline) >= 0
), ${TELL_UPDATES}`;
