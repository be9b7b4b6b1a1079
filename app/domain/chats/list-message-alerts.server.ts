import type { Context } from "~/platform/context.server";

/**
 * The messages that tell of alert $1 on channel $2, each with all that it tells of; of those the one whose id is $3. A
 * first message may have been sent anew by an update, and is known by that one's id then.
 */
const MESSAGE_ALERTS = `
  WITH mine AS (
    SELECT coalesce(grouped_into_id, id) AS leader_id, purpose FROM deliveries
    WHERE alert_id = $1 AND channel_id = $2 AND purpose <> 'alert.updated'
  ), members AS (
    SELECT mine.leader_id, mine.purpose, told.id, told.alert_id
    FROM mine JOIN deliveries AS told ON told.id = mine.leader_id OR told.grouped_into_id = mine.leader_id
    WHERE told.alert_id IS NOT NULL
  ), pressed AS (
    SELECT DISTINCT members.leader_id FROM members JOIN deliveries AS known ON known.alert_id = members.alert_id
    WHERE known.channel_id = $2 AND known.remote_id = $3
      AND (known.id = members.id OR (members.purpose = 'alert.created' AND known.purpose = 'alert.updated'))
  )
  SELECT DISTINCT alert_id AS id FROM members WHERE leader_id IN (SELECT leader_id FROM pressed) ORDER BY 1`;

/**
 * The alerts that a message in a chat tells of, the given one first. That one alone when the message is not known: it
 * may have been sent a moment before its record was lost.
 *
 * @param remoteId the message (`deliveries.remote_id`); null when the chat does not say.
 */
export async function listMessageAlerts(
  ctx: Pick<Context, "sql">,
  { alertId, channelId, remoteId }: { alertId: string; channelId: string; remoteId: string | null },
): Promise<string[]> {
  if (remoteId === null) return [alertId];
  const { rows } = await ctx.sql.query<{ id: string }>(MESSAGE_ALERTS, [alertId, channelId, remoteId]);
  return [...new Set([alertId, ...rows.map(({ id }) => id)])];
}
