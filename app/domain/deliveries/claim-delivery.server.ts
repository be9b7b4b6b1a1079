import type { ChannelType } from "~/domain/channels/channel";
import type { Context } from "~/platform/context.server";
import type { ClaimedDelivery, ClaimResult } from "./claim-result";
import { claimUpdate } from "./claim-update.server";
import { MESSAGE_FACTS_COLUMNS, MESSAGE_FACTS_JOINS, type MessageFactsRow } from "./get-message-facts.server";

interface Row extends MessageFactsRow {
  deliveryId: string;
  alertId: string | null;
  channelId: string;
  purpose: string;
  attempts: number;
  createdAt: Date;
  channelType: ChannelType;
  channelName: string;
  channelEnabled: boolean;
  configEncrypted: string;
}

/** Channel and facts come with the claim: two round trips less on the way to every message. */
const CLAIM = `
WITH claimed AS (
  UPDATE deliveries SET state = 'sending', claimed_at = now()
  WHERE id = $1 AND state = 'queued' AND purpose <> 'alert.updated'
    AND set_config('synchronous_commit', 'off', true) IS NOT NULL
    AND (next_attempt_at IS NULL OR next_attempt_at <= now() + make_interval(secs => $2))
  RETURNING id, alert_id, channel_id, purpose, attempts, created_at
)
SELECT claimed.id AS "deliveryId", claimed.alert_id AS "alertId", claimed.channel_id AS "channelId", claimed.purpose,
       claimed.attempts, claimed.created_at AS "createdAt", own.type::text AS "channelType", own.name AS "channelName",
       own.enabled AS "channelEnabled", own.config_encrypted AS "configEncrypted", ${MESSAGE_FACTS_COLUMNS}
FROM claimed JOIN channels AS own ON own.id = claimed.channel_id
LEFT JOIN alerts ON alerts.id = claimed.alert_id ${MESSAGE_FACTS_JOINS}`;

/** How early a job may come: timers and clocks differ by milliseconds. */
const TOLERANCE_MS = 25;

/**
 * Takes a delivery for sending, in one atomic step, so that a job that runs twice sends once. The claim doesn't wait for
 * the disk: when a crash takes it back, the send was not recorded either, and is repeated with the same id as promised.
 */
export async function claimDelivery(ctx: Context, { id }: { id: string }): Promise<ClaimResult> {
  const values = [id, TOLERANCE_MS / 1000];
  const claimed = await ctx.sql.query<Row>({ name: "claim-delivery", text: CLAIM, values });
  const row = claimed.rows[0];
  if (row) return { kind: "claimed", delivery: toClaimed(row) };
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

function toClaimed(row: Row): ClaimedDelivery {
  const { deliveryId, alertId, channelId, purpose, attempts, createdAt } = row;
  const { channelType: type, channelName: name, channelEnabled: enabled, configEncrypted } = row;
  const channel = { id: channelId, type, name, enabled, configEncrypted };
  const own = { id: deliveryId, alertId, channelId, purpose, attempts, createdAt, change: null, editRemoteId: null };
  return { ...own, alongside: { facts: alertId === null ? null : row, channel } };
}
