import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Role } from "~/domain/users/role";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import type { DeliveryDetail, DeliveryState } from "./delivery";
import { deliveryEvents } from "./delivery-events";
import { enqueueDeliveries } from "./enqueue-deliveries.server";
import { getDelivery } from "./get-delivery.server";

interface Found {
  id: string;
  state: DeliveryState;
  purpose: string;
  critical: boolean;
  alertId: string | null;
  channelId: string;
  channelName: string;
  channelEnabled: boolean;
}

const REDELIVER = `
WITH queued AS (
  UPDATE deliveries SET state = 'queued', attempts = 0, redelivered = redelivered + 1, next_attempt_at = NULL,
         finished_at = NULL, claimed_at = NULL, enqueued_at = now(), is_parked = false, last_error = NULL
  WHERE id = $1::uuid OR (grouped_into_id = $1::uuid AND state IN ('delivered', 'failed', 'held'))
  RETURNING id, alert_id, channel_id
) ${deliveryEvents("queued", { state: "'queued'", reason: "'redelivered'" })}`;

/**
 * Sends a delivery again: the same row, and so the same `webhook-id`, by which receivers recognise what they had; with
 * a ladder of retries of its own. What several deliveries told in one message is told again as one message, whichever of
 * them is asked for. What was silenced goes out as well: a person wants it.
 *
 * @throws AppError `not_found`; `conflict` while it is still on its way (`delivery_under_way`), while its channel is
 *   switched off (`channel_disabled`), and for a test message.
 */
export async function redeliverDelivery(
  ctx: Context,
  { actor, id }: { actor: Actor & { role: Role }; id: string },
): Promise<DeliveryDetail> {
  const leader = await ctx.db.$transaction(async (tx) => {
    const found = await lockLeader(tx, id);
    refuse(found);
    await tx.$executeRawUnsafe(REDELIVER, found.id);
    await recordAudit(tx, {
      actor,
      action: "delivery.redelivered",
      resourceType: "delivery",
      resourceId: id,
      metadata: {
        channelId: found.channelId,
        channelName: found.channelName,
        alertId: found.alertId,
        was: found.state,
        ...(found.id === id ? {} : { sentAs: found.id }),
      },
    });
    return found;
  });
  // The job of its first time may still be there, and would stand in the way.
  const job = { id: leader.id, critical: leader.critical, jobId: `${leader.id}-${ctx.newId()}` };
  const failed = await enqueueDeliveries(ctx, [job]);
  if (failed.length > 0) {
    await ctx.sql.query("UPDATE deliveries SET enqueued_at = NULL WHERE id = $1 AND state = 'queued'", [leader.id]);
  }
  ctx.relay.publish("deliveries.changed", { id: leader.id });
  if (leader.alertId !== null) ctx.relay.publish("alerts.changed", { ids: [leader.alertId] });
  return getDelivery(ctx, { id, role: actor.role });
}

/** The row whose message tells of the delivery: itself, or the one that it was grouped into. */
async function lockLeader(tx: DbTransaction, id: string): Promise<Found> {
  const [found] = await tx.$queryRaw<Found[]>`
    SELECT leader.id, leader.state::text AS state, leader.purpose, leader.critical, leader.alert_id AS "alertId",
           leader.channel_id AS "channelId", channels.name AS "channelName", channels.enabled AS "channelEnabled"
    FROM deliveries AS own
    JOIN deliveries AS leader ON leader.id = coalesce(own.grouped_into_id, own.id)
    JOIN channels ON channels.id = leader.channel_id
    WHERE own.id = ${id}::uuid FOR UPDATE OF leader`;
  if (found === undefined) throw new AppError("not_found", "There is no delivery with this id.");
  return found;
}

function refuse({ state, purpose, channelName, channelEnabled }: Found): void {
  if (purpose === "channel.test") {
    throw new AppError("conflict", "A test message is not sent again: test the channel anew.");
  }
  if (state === "queued" || state === "sending") {
    throw new AppError("conflict", "This delivery is on its way already.", { slug: "delivery_under_way" });
  }
  if (!channelEnabled) {
    throw new AppError("conflict", `The channel ${channelName} is switched off: switch it on first.`, {
      slug: "channel_disabled",
    });
  }
}
