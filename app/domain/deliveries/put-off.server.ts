import type { Sql } from "./claim-row";

/** Machines are told each alert by itself; people get what came in their quiet hours as one message. */
const PUT_OFF = `
WITH own AS (
  SELECT id, channel_id, group_key FROM deliveries WHERE id = $1 AND state = 'queued'
), waiting AS (
  SELECT deliveries.id FROM deliveries JOIN own ON own.id = deliveries.id
    OR (deliveries.channel_id = own.channel_id AND deliveries.group_key = own.group_key
        AND deliveries.state = 'queued' AND deliveries.grouped_into_id IS NULL AND deliveries.claimed_at IS NULL
        AND deliveries.redelivered = 0 AND NOT deliveries.critical)
  ORDER BY deliveries.id FOR UPDATE OF deliveries
), put_off AS (
  UPDATE deliveries SET next_attempt_at = $2, is_parked = false,
         group_key = CASE WHEN channels.type IN ('webhook', 'pagerduty') THEN group_key ELSE 'quiet' END
  FROM waiting, channels
  WHERE deliveries.id = waiting.id AND channels.id = deliveries.channel_id
  RETURNING deliveries.id, deliveries.alert_id, channels.id AS channel_id, channels.name
)
INSERT INTO alert_events (id, alert_id, kind, data)
SELECT gen_random_uuid(), alert_id, 'not_notified', jsonb_build_object(
         'kind', 'quiet_hours', 'until', $3::text, 'deliveryId', id, 'channelId', channel_id, 'channelName', name)
FROM put_off WHERE alert_id IS NOT NULL`;

/** Puts a delivery off to the end of its channel's quiet hours, with all that waits to be told in one message with it. */
export async function putOff(sql: Sql, { id, until }: { id: string; until: Date }): Promise<void> {
  await sql.query({ name: "put-off-delivery", text: PUT_OFF, values: [id, until, until.toISOString()] });
}
