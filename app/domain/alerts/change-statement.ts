import { deliveryEvents } from "~/domain/deliveries/delivery-events";

const TIMELINE = `timeline AS (
  INSERT INTO alert_events (id, alert_id, kind, at, data)
  SELECT gen_random_uuid(), id, kind, at, data FROM changed RETURNING alert_id
)`;

/** As `TELL_CHANGES`, for who writes the timeline himself: as a CTE `timeline` that returns something. */
export const TELL_UPDATES = `message AS (
  SELECT deliveries.alert_id, deliveries.channel_id, deliveries.state
  FROM changed JOIN deliveries ON deliveries.alert_id = changed.id
  WHERE changed.is_told AND deliveries.purpose IN ('alert.created', 'alert.escalated')
  ORDER BY deliveries.id FOR SHARE OF deliveries
), first AS (
  -- A channel that only an escalation told (the first message was silenced, failed, or went elsewhere) follows that one.
  SELECT DISTINCT alert_id, channel_id FROM message WHERE state IN ('sending', 'delivered')
), told AS (
  INSERT INTO deliveries (id, alert_id, channel_id, purpose, critical, revision, change, state)
  SELECT gen_random_uuid(), changed.id, first.channel_id, 'alert.updated', changed.severity = 'critical',
         1 + (SELECT coalesce(max(earlier.revision), 0) FROM deliveries AS earlier
              WHERE earlier.alert_id = changed.id AND earlier.channel_id = first.channel_id
                AND earlier.purpose = 'alert.updated'),
         CASE WHEN changed.kind = 'replaced' AND (changed.data->>'isCancellation')::bool THEN 'cancelled'
              ELSE changed.kind END,
         (CASE WHEN channels.enabled THEN 'queued' ELSE 'held' END)::"DeliveryState"
  FROM changed JOIN first ON first.alert_id = changed.id
  JOIN channels ON channels.id = first.channel_id AND (channels.enabled OR channels.held_since IS NOT NULL)
  RETURNING id, alert_id, channel_id, critical, state
), told_events AS (${deliveryEvents("told", { state: "told.state", reason: "'created'" })}
  -- The change itself comes first: PostgreSQL runs what nobody reads in an order of its own.
  AND (SELECT count(*) FROM timeline) >= 0
)
SELECT changed.id AS alert_id, told.id AS delivery_id, told.critical
FROM changed LEFT JOIN told ON told.alert_id = changed.id AND told.state = 'queued'`;

/**
 * The end of every statement that changes alerts: given a CTE `changed` (id, severity, kind, at, data, is_told) it writes
 * the timeline and, for the channels that have been told of the alert, the deliveries of the update.
 *
 * A channel whose first message still waits gets none: that message shows the state of the moment when it is sent. Nor
 * does one whose first message was silenced, failed or is held. The row is locked for that, so that a first message being taken up right now is either seen as `sending` here, or is made
 * from what this statement has written. Covered alerts have no deliveries, and so no updates.
 */
export const TELL_CHANGES = `${TIMELINE}, ${TELL_UPDATES}`;

/** A row of what such a statement returns: one for each delivery, and one for an alert without. */
export interface ToldRow {
  alert_id: string;
  delivery_id: string | null;
  critical: boolean | null;
}
