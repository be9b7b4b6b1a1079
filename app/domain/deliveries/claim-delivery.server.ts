import type { Context } from "~/platform/context.server";
import type { ClaimResult } from "./claim-result";
import { claimUpdate } from "./claim-update.server";

interface Row {
  id: string;
  alert_id: string | null;
  channel_id: string;
  purpose: string;
  attempts: number;
  created_at: Date;
}

/** How early a job may come: timers and clocks differ by milliseconds. */
const TOLERANCE_MS = 25;

/**
 * Takes a delivery for sending, in one atomic step, so that a job that runs twice sends once. The claim doesn't wait for
 * the disk: when a crash takes it back, the send was not recorded either, and is repeated with the same id as promised.
 */
export async function claimDelivery(ctx: Context, { id }: { id: string }): Promise<ClaimResult> {
  const claimed = await ctx.sql.query<Row>({
    name: "claim-delivery",
    text: `UPDATE deliveries SET state = 'sending', claimed_at = now()
           WHERE id = $1 AND state = 'queued' AND purpose <> 'alert.updated'
             AND set_config('synchronous_commit', 'off', true) IS NOT NULL
             AND (next_attempt_at IS NULL OR next_attempt_at <= now() + make_interval(secs => $2))
           RETURNING id, alert_id, channel_id, purpose, attempts, created_at`,
    values: [id, TOLERANCE_MS / 1000],
  });
  const row = claimed.rows[0];
  if (row) {
    return {
      kind: "claimed",
      delivery: {
        id: row.id,
        alertId: row.alert_id,
        channelId: row.channel_id,
        purpose: row.purpose,
        change: null,
        editRemoteId: null,
        attempts: row.attempts,
        createdAt: row.created_at,
      },
    };
  }
  const waiting = await ctx.sql.query<{ purpose: string; in_ms: number | null }>(
    `SELECT purpose, (extract(epoch FROM next_attempt_at - now()) * 1000)::float8 AS in_ms
     FROM deliveries WHERE id = $1 AND state = 'queued'`,
    [id],
  );
  const found = waiting.rows[0];
  if (found?.purpose === "alert.updated") return claimUpdate(ctx, { id });
  const inMs = found?.in_ms ?? null;
  return inMs === null ? { kind: "not_due" } : { kind: "later", inMs: Math.max(0, Math.ceil(inMs)) };
}
