import { QUIET_REASON } from "~/domain/silences/quiet-reasons";
import type { Context } from "~/platform/context.server";
import { claimOnce } from "./claim-once.server";
import type { ClaimResult } from "./claim-result";
import { type ClaimRow, claimedOf, type Sql } from "./claim-row";
import { claimTransaction } from "./claim-transaction.server";

/** One process at a time takes up what waits of a group: two would make two messages of it. Nobody waits for the other. */
const LOCK = `
SELECT pg_try_advisory_xact_lock(hashtext('deliveries.group'), hashtext($1::text || $2::text)) AS "isOurs"`;
/** Who finds it locked looks again after this time, ms: it has been taken along then, as a rule. */
const LOOK_AGAIN_MS = 200;

/** What waits of group $2 of channel $1, and has never been sent: what has been keeps its content under its id. */
const WAITING = `own.channel_id = $1 AND own.group_key = $2 AND own.state = 'queued' AND own.grouped_into_id IS NULL
    AND own.claimed_at IS NULL AND own.redelivered = 0`;

/** Silenced and inhibited ones drop out of their group. */
const SUPPRESS = `
WITH waiting AS (
  SELECT own.id, own.alert_id, ${QUIET_REASON} AS reason
  FROM deliveries AS own JOIN alerts ON alerts.id = own.alert_id JOIN rules ON rules.id = alerts.rule_id
  WHERE ${WAITING} AND own.purpose IN ('alert.created', 'alert.escalated')
  ORDER BY own.id FOR UPDATE OF own
), suppressed AS (
  UPDATE deliveries SET state = 'suppressed', finished_at = now(), next_attempt_at = NULL, is_parked = false,
    last_error = CASE waiting.reason->>'kind' WHEN 'silence' THEN 'Silenced: ' || (waiting.reason->>'reason')
                      ELSE 'Kept quiet by an alert of another rule: ' || (waiting.reason->>'ruleName') END
  FROM waiting WHERE deliveries.id = waiting.id AND waiting.reason IS NOT NULL
  RETURNING deliveries.id, waiting.alert_id, waiting.reason
), timeline AS (
  INSERT INTO alert_events (id, alert_id, kind, data)
  SELECT gen_random_uuid(), alert_id, 'not_notified', suppressed.reason || jsonb_build_object(
           'deliveryId', suppressed.id, 'channelId', channels.id, 'channelName', channels.name)
  FROM suppressed JOIN channels ON channels.id = $1
)
SELECT id, alert_id AS "alertId" FROM suppressed`;

/** Another one that goes in place of the silenced one: it was to be told with it. */
const NEXT = `
UPDATE deliveries SET next_attempt_at = NULL
WHERE id = (SELECT own.id FROM deliveries AS own WHERE ${WAITING} AND own.is_parked = $3
            ORDER BY own.critical DESC, own.created_at, own.id LIMIT 1)
RETURNING id`;

/** Safely on the disk before it is sent: whom a message tells of must never change under its id. */
const GATHER = `
WITH waiting AS (
  SELECT own.id FROM deliveries AS own
  WHERE ((${WAITING}) OR (own.grouped_into_id = $3 AND own.state = 'queued'))
    AND own.id <> $3 AND set_config('synchronous_commit', 'on', true) IS NOT NULL
  ORDER BY own.id FOR UPDATE
)
UPDATE deliveries SET state = 'sending', grouped_into_id = $3, claimed_at = now(), is_parked = false
FROM waiting WHERE deliveries.id = waiting.id`;

/** They would each find the same: the one that goes first takes the others along. */
const PARK = `
WITH waiting AS (
  SELECT own.id FROM deliveries AS own
  WHERE ${WAITING} AND NOT own.is_parked AND (own.next_attempt_at IS NULL OR own.next_attempt_at <= now())
  ORDER BY own.id FOR UPDATE
)
UPDATE deliveries SET is_parked = true FROM waiting WHERE deliveries.id = waiting.id`;

interface Grouped {
  result: ClaimResult;
  /** Alerts whose timeline has something new. */
  alertIds: string[];
}

/**
 * Takes the first due delivery of a group, and with it everything of the group that waits, due or not: they become one
 * message, and follow this one's state from now on. While the destination can't take it the group goes on growing.
 */
export async function claimGroup(
  ctx: Context,
  { id, isPumped, row }: { id: string; isPumped: boolean; row: ClaimRow },
): Promise<ClaimResult> {
  const group = [row.channelId, row.groupKey];
  const { result, alertIds } = await claimTransaction(ctx, async (client): Promise<Grouped> => {
    const lock = await client.query<{ isOurs: boolean }>(LOCK, group);
    if (!lock.rows[0]?.isOurs) return { result: { kind: "later", inMs: LOOK_AGAIN_MS }, alertIds: [] };
    const silenced = await client.query<{ id: string; alertId: string }>(SUPPRESS, group);
    const isSilenced = silenced.rows.some((each) => each.id === id);
    const next = isSilenced ? (await client.query<{ id: string }>(NEXT, [...group, isPumped])).rows[0]?.id : id;
    const taken: ClaimResult =
      next === undefined ? { kind: "not_due" } : await take(client, { id: next, isPumped, group });
    return { result: taken, alertIds: silenced.rows.map(({ alertId }) => alertId) };
  });
  if (alertIds.length > 0) ctx.relay.publish("alerts.changed", { ids: alertIds });
  return result;
}

async function take(
  client: Sql,
  { id, isPumped, group }: { id: string; isPumped: boolean; group: (string | null)[] },
): Promise<ClaimResult> {
  const row = await claimOnce(client, { id, isPumped, isLocked: true });
  if (row?.kind === "put_off") return { kind: "later", inMs: row.inMs };
  if (row?.kind === "parked") {
    await client.query(PARK, group);
    return { kind: "parked", paceKey: row.paceKey, critical: row.critical, inMs: Math.ceil(row.inMs) };
  }
  if (row?.kind !== "claimed") return { kind: "not_due" };
  const gathered = await client.query(GATHER, [...group, id]);
  const groupOf = (gathered.rowCount ?? 0) > 0 ? id : null;
  return { kind: "claimed", delivery: { ...claimedOf(row), groupOf } };
}
