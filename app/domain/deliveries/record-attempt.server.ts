import type { Context } from "~/platform/context.server";
import type { AttemptOutcome } from "./delivery";

/** One send, as it is written down. */
export interface AttemptRecord {
  deliveryId: string;
  channelId: string;
  startedAt: Date;
  durationMs: number;
  outcome: AttemptOutcome;
  statusCode: number | null;
  responseHeaders: Record<string, string>;
  responseBody: string | null;
  error: string | null;
  remoteId: string | null;
  /** What the delivery becomes. */
  next: { state: "delivered" } | { state: "failed" } | { state: "queued"; at: Date };
}

/** Answers' headers that may carry credentials of the far side are not kept. */
const KEPT_HEADERS = new Set(["content-type", "retry-after", "date", "server", "x-request-id"]);

function keptHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => KEPT_HEADERS.has(name) || name.startsWith("x-ratelimit-")),
  );
}

const STATEMENT = `
WITH attempt AS (
  INSERT INTO delivery_attempts (id, delivery_id, number, started_at, duration_ms, outcome, status_code,
                                 response_headers, response_body, error, next_attempt_at)
  SELECT $1, $2, (SELECT count(*) + 1 FROM delivery_attempts WHERE delivery_id = $2), $3, $4, $5, $6, $7, $8, $9, $10
), channel AS (
  UPDATE channels SET
    health_status = CASE WHEN $11 = 'delivered' THEN 'healthy' WHEN $5 = 'wait' THEN health_status ELSE 'failing' END,
    last_success_at = CASE WHEN $11 = 'delivered' THEN now() ELSE last_success_at END,
    last_error = CASE WHEN $11 = 'delivered' OR $5 = 'wait' THEN last_error ELSE $9 END,
    last_error_at = CASE WHEN $11 = 'delivered' OR $5 = 'wait' THEN last_error_at ELSE now() END
  -- Busy channels would otherwise queue behind this one row.
  WHERE id = $12 AND NOT ($11 = 'delivered' AND health_status = 'healthy' AND last_success_at > now() - interval '1 second')
), timeline AS (
  INSERT INTO alert_events (id, alert_id, kind, data)
  SELECT gen_random_uuid(), deliveries.alert_id, CASE $11 WHEN 'delivered' THEN 'notified' ELSE 'notification_failed' END,
         jsonb_strip_nulls(jsonb_build_object('deliveryId', deliveries.id, 'channelId', channels.id,
                                              'channelName', channels.name, 'change', deliveries.change))
  FROM deliveries JOIN channels ON channels.id = deliveries.channel_id
  WHERE deliveries.id = $2 AND deliveries.alert_id IS NOT NULL AND $11 <> 'queued'
)
UPDATE deliveries SET
  state = $11::"DeliveryState",
  attempts = attempts + CASE WHEN $5 = 'wait' THEN 0 ELSE 1 END,
  next_attempt_at = $10,
  enqueued_at = NULL,
  claimed_at = NULL,
  finished_at = CASE WHEN $11 = 'queued' THEN NULL ELSE now() END,
  last_error = CASE WHEN $11 = 'delivered' THEN NULL ELSE $9 END,
  remote_id = coalesce($13, remote_id)
WHERE id = $2
  -- A success that a crash of the database takes back is sent again under the same id, as promised; a failure stays told.
  AND set_config('synchronous_commit', CASE WHEN $11 = 'delivered' THEN 'off' ELSE 'on' END, true) IS NOT NULL`;

/** Writes down a send, what the delivery became and how the channel is doing, in one statement. */
export async function recordAttempt(ctx: Context, record: AttemptRecord): Promise<void> {
  const { next } = record;
  await ctx.sql.query({
    name: "record-attempt",
    text: STATEMENT,
    values: [
      ctx.newId(),
      record.deliveryId,
      record.startedAt,
      record.durationMs,
      record.outcome,
      record.statusCode,
      JSON.stringify(keptHeaders(record.responseHeaders)),
      record.responseBody?.replaceAll("\u0000", "\ufffd") ?? null,
      record.error,
      next.state === "queued" ? next.at : null,
      next.state,
      record.channelId,
      record.remoteId,
    ],
  });
  ctx.relay.publish("deliveries.changed", { id: record.deliveryId });
}
