import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { callPumps, type Parked } from "./call-pumps.server";
import { deliveryEvents } from "./delivery-events";
import { PACE_KEY } from "./destination-sql";

/** What one call takes; whoever has more asks again. */
const MAX_DELIVERIES = 10_000;

/** Which failures: those that became final at `since` or later, and before `until`. */
export interface FailedSince {
  channelId?: string | undefined;
  alertId?: string | undefined;
  since: Date;
  until?: Date | undefined;
}

/**
 * Alerts and reminders. An update goes only where its alert has been told, and only the newest: for the others the
 * first message says how things are when it is sent now. Notices about channels and silences are history.
 *
 * They are parked at their destinations, whose pumps take them up one by one: as jobs of their own they would overtake
 * one another.
 */
const REDELIVER = `
WITH wanted AS (
  SELECT own.id FROM deliveries AS own JOIN channels ON channels.id = own.channel_id AND channels.enabled
  WHERE own.state = 'failed' AND own.finished_at >= $1 AND ($2::timestamptz IS NULL OR own.finished_at < $2)
    AND ($3::uuid IS NULL OR own.channel_id = $3) AND ($4::uuid IS NULL OR own.alert_id = $4)
    AND (own.purpose IN ('alert.created', 'alert.escalated')
         OR (own.purpose = 'alert.updated'
             AND EXISTS (SELECT FROM deliveries AS first
                         WHERE first.alert_id = own.alert_id AND first.channel_id = own.channel_id
                           AND first.purpose = 'alert.created' AND first.state = 'delivered')
             AND NOT EXISTS (SELECT FROM deliveries AS newer
                             WHERE newer.alert_id = own.alert_id AND newer.channel_id = own.channel_id
                               AND newer.purpose = 'alert.updated' AND newer.revision > own.revision)))
  ORDER BY own.created_at, own.id LIMIT ${MAX_DELIVERIES} FOR UPDATE OF own
), queued AS (
  UPDATE deliveries SET state = 'queued', attempts = 0, redelivered = redelivered + 1, next_attempt_at = NULL,
         finished_at = NULL, claimed_at = NULL, enqueued_at = now(), last_error = NULL,
         is_parked = grouped_into_id IS NULL OR grouped_into_id NOT IN (SELECT id FROM wanted),
         -- Without the one whose message told of it, it goes by itself.
         grouped_into_id = CASE WHEN grouped_into_id IN (SELECT id FROM wanted) THEN grouped_into_id END
  FROM wanted WHERE deliveries.id = wanted.id
  RETURNING deliveries.id, deliveries.alert_id, deliveries.channel_id, deliveries.critical
), feed AS (${deliveryEvents("queued", { state: "'queued'", reason: "'redelivered'" })}
)
SELECT ${PACE_KEY} AS "paceKey", queued.critical, count(*)::int AS deliveries
FROM queued JOIN channels ON channels.id = queued.channel_id GROUP BY 1, 2`;

/**
 * Sends again all that failed since a time, in the order in which it happened, on channels that are on; each under its
 * old id. At most 10,000 at a time, the oldest first.
 *
 * @returns how many deliveries are on their way.
 * @throws AppError `not_found` for an unknown channel, `conflict` when it is switched off (`channel_disabled`).
 */
export async function redeliverFailed(ctx: Context, { actor, ...which }: FailedSince & { actor: Actor }) {
  const { channelId, alertId, since, until } = which;
  if (channelId !== undefined) await requireEnabled(ctx, channelId);
  const { parked, queued } = await ctx.db.$transaction(
    async (tx) => {
      const values = [since, until ?? null, channelId ?? null, alertId ?? null];
      const parked = await tx.$queryRawUnsafe<(Parked & { deliveries: number })[]>(REDELIVER, ...values);
      const queued = parked.reduce((sum, { deliveries }) => sum + deliveries, 0);
      if (queued === 0) return { parked, queued };
      await recordAudit(tx, {
        actor,
        action: "delivery.redelivered",
        resourceType: channelId === undefined ? "deliveries" : "channel",
        ...(channelId === undefined ? {} : { resourceId: channelId }),
        metadata: {
          deliveries: queued,
          since: since.toISOString(),
          until: until?.toISOString() ?? null,
          ...(alertId === undefined ? {} : { alertId }),
        },
      });
      return { parked, queued };
    },
    { timeout: 30_000 },
  );
  await callPumps(ctx, parked);
  return { queued };
}

async function requireEnabled(ctx: Context, channelId: string): Promise<void> {
  const channel = await ctx.db.channel.findUnique({ where: { id: channelId }, select: { name: true, enabled: true } });
  if (channel === null)
    throw new AppError("not_found", "There is no channel with this id.", {
      slug: "channel_not_found",
    });
  if (channel.enabled) return;
  throw new AppError("conflict", `The channel ${channel.name} is switched off: switch it on first.`, {
    slug: "channel_disabled",
  });
}
