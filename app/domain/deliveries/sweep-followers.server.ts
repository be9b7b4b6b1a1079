import type { Context } from "~/platform/context.server";
import { deliveryEvents } from "./delivery-events";

/** A message and those it tells of change in one statement; after this time they no longer will, seconds. */
const PATIENCE_SECONDS = 60;

/** Told when the message was; on their own again when there is nothing left that would tell of them. */
const MEND = `
WITH lost AS (
  SELECT own.id, leader.state AS leader FROM deliveries AS own
  LEFT JOIN deliveries AS leader ON leader.id = own.grouped_into_id
  WHERE own.grouped_into_id IS NOT NULL AND own.state IN ('queued', 'sending')
    AND coalesce(own.claimed_at, own.created_at) < now() - make_interval(secs => ${PATIENCE_SECONDS})
    AND (leader.id IS NULL OR leader.state NOT IN ('queued', 'sending'))
  ORDER BY own.id LIMIT 1000 FOR UPDATE OF own SKIP LOCKED
), mended AS (
  UPDATE deliveries SET
    state = CASE WHEN lost.leader IN ('delivered', 'failed', 'held') THEN lost.leader ELSE 'queued' END,
    finished_at = CASE WHEN lost.leader IN ('delivered', 'failed') THEN now() END,
    grouped_into_id = CASE WHEN lost.leader IN ('delivered', 'failed') THEN grouped_into_id END,
    enqueued_at = NULL
  FROM lost WHERE deliveries.id = lost.id
  RETURNING deliveries.id, deliveries.alert_id, deliveries.channel_id, deliveries.state
), feed AS (${deliveryEvents("mended", { state: "mended.state", reason: "'leader_gone'" })}
)
SELECT id FROM mended`;

/**
 * Mends deliveries that follow one which can tell of them no more (it was deleted with its alert, or came to another end
 * while they could not): nothing may wait for ever. @returns how many.
 */
export async function sweepFollowers(ctx: Pick<Context, "sql">): Promise<number> {
  return (await ctx.sql.query({ name: "sweep-followers", text: MEND })).rowCount ?? 0;
}
