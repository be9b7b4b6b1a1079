import type { Context } from "~/platform/context.server";
import { tellFailure } from "./tell-failure.server";

/** Whoever recorded the failure tells it himself within this time, or has died. */
const GRACE_SECONDS = 5;
/** What failed before this was told by nobody for another reason, and is history. */
const HISTORY_HOURS = 24;
const AT_ONCE = 500;

interface Row {
  channel_id: string;
  ids: string[];
  reason: string;
}

const UNTOLD = `
WITH untold AS (
  SELECT deliveries.id, deliveries.channel_id, deliveries.state, deliveries.purpose, deliveries.finished_at,
         deliveries.last_error, channels.last_error AS channel_error
  FROM deliveries JOIN channels ON channels.id = deliveries.channel_id
  WHERE deliveries.enqueued_at IS NULL
    AND (deliveries.state = 'held'
         OR (deliveries.state = 'failed' AND deliveries.finished_at < now() - make_interval(secs => ${GRACE_SECONDS})))
  LIMIT ${AT_ONCE}
), history AS (
  UPDATE deliveries SET enqueued_at = untold.finished_at FROM untold
  WHERE deliveries.id = untold.id AND untold.state = 'failed' AND deliveries.state = 'failed'
    AND (untold.purpose NOT IN ('alert.created', 'alert.escalated')
         OR untold.finished_at < now() - make_interval(hours => ${HISTORY_HOURS}))
  RETURNING deliveries.id
)
SELECT channel_id, array_agg(id) AS ids,
       CASE state WHEN 'held' THEN 'The channel is switched off, for its far side is gone'
                                   || coalesce(': ' || channel_error, '.')
                  ELSE coalesce(last_error, 'It could not be sent.') END AS reason
FROM untold WHERE id NOT IN (SELECT id FROM history)
GROUP BY channel_id, reason`;

/**
 * Tells what nobody has told yet: alerts that a channel could not be told of because it is switched off by Sentinel
 * (they are held from their first moment), and failures whose process died before it told them. On every worker; what
 * two of them find is told once.
 *
 * @returns how many failures were told.
 */
export async function tellUntoldFailures(ctx: Context): Promise<number> {
  const { rows } = await ctx.sql.query<Row>(UNTOLD);
  for (const { channel_id: channelId, ids, reason } of rows) {
    await tellFailure(ctx, { channelId, deliveryIds: ids, reason });
  }
  return rows.reduce((sum, { ids }) => sum + ids.length, 0);
}
