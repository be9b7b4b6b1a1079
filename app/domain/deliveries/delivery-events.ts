/**
 * What tells the event feed (`GET /v1/events`) of deliveries whose state changes: an `INSERT` to be a CTE of the
 * statement that changes them. The live streams and the timeline pass these events over. Deliveries without an alert
 * have none: the feed is the alerts'.
 *
 * Not told are: `sending`, which lasts for one try and is told by what came of it; the deliveries that are made with an
 * alert, which its own event stands for; and what the timeline tells already (`notified`, `notification_failed`,
 * `not_notified`).
 *
 * @param from a CTE with id, alert_id and channel_id.
 * @param state SQL for the new state.
 * @param reason SQL for why, a word such as `retry`.
 * @param more SQL for further fields of the event's data, a jsonb.
 */
export function deliveryEvents(
  from: string,
  { state, reason, more }: { state: string; reason: string; more?: string },
): string {
  return `
  INSERT INTO alert_events (id, alert_id, kind, data)
  SELECT gen_random_uuid(), ${from}.alert_id, 'delivery', ${more === undefined ? "" : `${more} || `}jsonb_build_object(
           'deliveryId', ${from}.id, 'channelId', ${from}.channel_id, 'state', ${state}, 'reason', ${reason})
  FROM ${from} WHERE ${from}.alert_id IS NOT NULL`;
}
