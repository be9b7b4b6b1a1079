import type { Context } from "~/platform/context.server";
import { deliveryEvents } from "./delivery-events";

/**
 * Holds what waits for a channel that Sentinel has switched off, until somebody switches it on again
 * (`releaseHeld`): sent now it would only fail. What is being sent at this moment is left to its sender, and a test to
 * whoever waits for it. Does nothing for a channel that a person switched off, or that is on.
 *
 * @returns how many are held now that weren't.
 */
export async function holdDeliveries(ctx: Pick<Context, "sql">, { channelId }: { channelId: string }): Promise<number> {
  const held = await ctx.sql.query(
    `WITH waiting AS (
       SELECT deliveries.id FROM deliveries
       JOIN channels ON channels.id = deliveries.channel_id AND NOT channels.enabled AND channels.held_since IS NOT NULL
       WHERE deliveries.channel_id = $1 AND deliveries.state = 'queued' AND deliveries.purpose <> 'channel.test'
       ORDER BY deliveries.id FOR UPDATE OF deliveries
     ), held AS (
       UPDATE deliveries SET state = 'held', is_parked = false, enqueued_at = NULL, next_attempt_at = NULL
       FROM waiting WHERE deliveries.id = waiting.id
       RETURNING deliveries.id, deliveries.alert_id, deliveries.channel_id
     ), feed AS (${deliveryEvents("held", { state: "'held'", reason: "'channel_off'" })}
     )
     SELECT id FROM held`,
    [channelId],
  );
  return held.rowCount ?? 0;
}
