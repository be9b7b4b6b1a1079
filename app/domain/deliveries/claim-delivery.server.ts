import type { Context } from "~/platform/context.server";
import { claimGroup } from "./claim-group.server";
import { claimOnce } from "./claim-once.server";
import type { ClaimResult } from "./claim-result";
import { type ClaimRow, claimedOf } from "./claim-row";
import { claimUpdate } from "./claim-update.server";
import { deliveryEvents } from "./delivery-events";

const WAITING = `
SELECT purpose, is_parked = $2 AND grouped_into_id IS NULL AS "isOurs",
       (extract(epoch FROM next_attempt_at - now()) * 1000)::float8 AS "inMs"
FROM deliveries WHERE id = $1 AND state = 'queued'`;

interface Waiting {
  purpose: string;
  isOurs: boolean;
  inMs: number | null;
}

/** Who is told of by a message follows its state, on every try. */
const FOLLOW = `
UPDATE deliveries SET state = 'sending', enqueued_at = NULL, claimed_at = now()
WHERE grouped_into_id = $1 AND state = 'queued'`;

const HOLD_FOLLOWERS = `
WITH held AS (
  UPDATE deliveries SET state = 'held', enqueued_at = NULL WHERE grouped_into_id = $1 AND state = 'queued'
  RETURNING id, alert_id, channel_id
) ${deliveryEvents("held", { state: "'held'", reason: "'channel_off'" })}`;

/**
 * Takes a delivery for sending, in one atomic step, so that a job that runs twice sends once. What stands in its way is
 * asked in this order: a channel that Sentinel switched off, silences and inhibition, quiet hours, and the destination:
 * what waits there already, its circuit breaker, its silence, its pace. What is due together in one group is taken
 * together.
 *
 * The claim doesn't wait for the disk: when a crash takes it back, the send was not recorded either, and is repeated
 * with the same id as promised.
 *
 * @param isPumped it has waited for its destination, whose turn it is.
 */
export async function claimDelivery(
  ctx: Context,
  { id, isPumped = false }: { id: string; isPumped?: boolean },
): Promise<ClaimResult> {
  const row = await claimOnce(ctx.sql, { id, isPumped });
  if (row?.kind === "group") return claimGroup(ctx, { id, isPumped, row });
  if ((row?.kind === "claimed" || row?.kind === "held") && row.groupKey !== null) {
    if (row.kind === "held") {
      await ctx.sql.query(HOLD_FOLLOWERS, [id]);
      return resultOf(ctx, row);
    }
    const followers = await ctx.sql.query({ name: "claim-followers", text: FOLLOW, values: [id] });
    const groupOf = (followers.rowCount ?? 0) > 0 ? id : null;
    return { kind: "claimed", delivery: { ...claimedOf(row), groupOf } };
  }
  if (row !== null) return resultOf(ctx, row);

  const { rows } = await ctx.sql.query<Waiting>({ name: "find-waiting", text: WAITING, values: [id, isPumped] });
  const waiting = rows[0];
  if (!waiting?.isOurs) return { kind: "not_due" };
  if (waiting.purpose === "alert.updated") return claimUpdate(ctx, { id, isPumped });
  return waiting.inMs === null ? { kind: "not_due" } : { kind: "later", inMs: Math.max(0, Math.ceil(waiting.inMs)) };
}

function resultOf(
  ctx: Context,
  row: ClaimRow | { kind: "put_off"; inMs: number; alertId: string | null },
): ClaimResult {
  if (row.kind === "claimed") return { kind: "claimed", delivery: claimedOf(row) };
  if (row.alertId !== null && row.kind !== "parked") ctx.relay.publish("alerts.changed", { ids: [row.alertId] });
  if (row.kind === "put_off") return { kind: "later", inMs: row.inMs };
  if (row.kind !== "parked") return { kind: "not_due" };
  return { kind: "parked", paceKey: row.paceKey, critical: row.critical, inMs: Math.ceil(row.inMs) };
}
