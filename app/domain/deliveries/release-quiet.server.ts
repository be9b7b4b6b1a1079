import type { Hours } from "~/domain/channels/channel-options";
import { hoursEnd } from "~/domain/channels/hours";
import type { Context } from "~/platform/context.server";
import { callPumps, type Parked } from "./call-pumps.server";
import { PACE_KEY } from "./destination-sql";

/** By the moment at which the hours would have ended: of what people are told the group says it, of the rest nothing. */
const RELEASE = `
WITH waiting AS (
  SELECT id FROM deliveries
  WHERE channel_id = $1 AND state = 'queued' AND next_attempt_at = $2 AND grouped_into_id IS NULL AND claimed_at IS NULL
    AND NOT critical AND NOT is_parked
  ORDER BY id FOR UPDATE
), released AS (
  UPDATE deliveries SET next_attempt_at = NULL, is_parked = true FROM waiting WHERE deliveries.id = waiting.id
  RETURNING deliveries.id
)
SELECT DISTINCT ${PACE_KEY} AS "paceKey", false AS critical FROM released, channels WHERE channels.id = $1`;

/**
 * Asks anew about what waits for the end of a channel's quiet hours, after these were changed: what no longer lies in
 * them is told now, the rest waits for their new end.
 *
 * @param quietHours those that were in force until now.
 */
export async function releaseQuiet(
  ctx: Pick<Context, "sql" | "queues" | "log">,
  { channelId, quietHours }: { channelId: string; quietHours: Hours | null },
): Promise<void> {
  const end = hoursEnd(quietHours, new Date());
  if (end === null) return;
  const { rows } = await ctx.sql.query<Parked>(RELEASE, [channelId, end]);
  await callPumps(ctx, rows);
}
