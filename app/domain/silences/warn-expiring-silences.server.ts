import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import type { Silence as SilenceRow } from "~/platform/generated/prisma/client";
import { presentSilences } from "./present-silences.server";
import { SILENCE_CONCERNS } from "./silence-concerns";

/** How long before its end a silence is told of, minutes; of short ones when a tenth of their time is left. */
const WARN_MINUTES = 15;
/** A silence up to this long is told of only when it kept something quiet, minutes. */
const SHORT_MINUTES = 60;
const MAX_CHANNELS = 5;
const BATCH = 20;

/** Marks them as told of, in one step: two workers don't tell of the same. */
const DUE = `
  UPDATE silences SET warned_at = now() FROM (
    SELECT silence.id FROM silences AS silence
    WHERE silence.ends_at > now() AND silence.starts_at <= now() AND silence.warned_at IS NULL
      AND silence.ends_at <= now() + least(interval '${WARN_MINUTES} minutes', (silence.ends_at - silence.starts_at) / 10)
      AND (silence.ends_at - silence.starts_at > interval '${SHORT_MINUTES} minutes' OR EXISTS (
        SELECT FROM alert_events WHERE kind = 'not_notified' AND data ->> 'silenceId' IS NOT NULL
          AND data ->> 'silenceId' = silence.id::text))
    ORDER BY silence.ends_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
  ) AS due WHERE silences.id = due.id RETURNING silences.id`;

/** Enabled channels that the rules lead to whose alerts it keeps quiet. */
const CHANNELS = `
  SELECT channels.id FROM channels WHERE channels.enabled AND EXISTS (
    SELECT FROM silences AS silence, rules LEFT JOIN watchlist_entries AS own ON own.id = rules.watchlist_id
    WHERE silence.id = $1::uuid AND rules.deleted_at IS NULL AND rules.enabled
      AND (channels.id::text = ANY (rules.channels) OR channels.type::text = ANY (rules.channels))
      AND ${SILENCE_CONCERNS})
  ORDER BY channels.created_at, channels.id LIMIT ${MAX_CHANNELS}`;

/**
 * Tells that a silence is about to end, once: the channels that it keeps quiet, and where there are none, any that are
 * on; at most five. Whoever needs more time can prolong it, everybody else knows why messages begin again.
 *
 * @returns how many silences were told of.
 */
export async function warnExpiringSilences(ctx: Context): Promise<number> {
  const { warned, deliveryIds } = await ctx.db.$transaction(async (tx) => {
    const due = await tx.$queryRawUnsafe<{ id: string }[]>(DUE);
    const ids = due.map(({ id }) => id);
    const rows = await tx.silence.findMany({ where: { id: { in: ids } }, orderBy: { endsAt: "asc" } });
    const made: string[] = [];
    for (const row of rows) made.push(...(await writeWarnings(ctx, tx, row)));
    return { warned: ids.length, deliveryIds: made };
  });
  // What can't be queued now is found by the sweeper.
  await enqueueDeliveries(
    ctx,
    deliveryIds.map((id) => ({ id, critical: false })),
  );
  if (warned > 0) ctx.log.info({ silences: warned, deliveries: deliveryIds.length }, "told of silences about to end");
  return warned;
}

async function writeWarnings(ctx: Context, tx: DbTransaction, row: SilenceRow): Promise<string[]> {
  const [silence] = await presentSilences(tx, [row]);
  if (silence === undefined) return [];
  const own = await tx.$queryRawUnsafe<{ id: string }[]>(CHANNELS, row.id);
  const channels = own.length > 0 ? own : await anyChannels(tx);
  const { id, summary, reason, endsAt } = silence;
  const data = { silence: { id, summary, reason, endsAt } };
  const deliveries = channels.map((channel) => {
    return { id: ctx.newId(), channelId: channel.id, purpose: "silence.expiring", critical: false, data };
  });
  await tx.delivery.createMany({ data: deliveries });
  return deliveries.map((delivery) => delivery.id);
}

function anyChannels(tx: DbTransaction): Promise<{ id: string }[]> {
  const orderBy = [{ createdAt: "asc" as const }, { id: "asc" as const }];
  return tx.channel.findMany({ where: { enabled: true }, select: { id: true }, orderBy, take: MAX_CHANNELS });
}
