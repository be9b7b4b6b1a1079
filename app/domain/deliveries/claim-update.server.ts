import type { Context } from "~/platform/context.server";
import type { ClaimResult } from "./claim-result";
import { type ChannelMessage, orderUpdate, type UpdateTurn } from "./order-update";

interface Row extends ChannelMessage {
  alertId: string | null;
  channelId: string;
  change: string | null;
  attempts: number;
  createdAt: Date;
}

const SUPERSEDED = "A newer state had been told already.";
const POINTLESS = "The alert's first message did not arrive on this channel, so there was nothing to update.";
/** Timers and clocks differ by milliseconds. */
const TOLERANCE_MS = 25;

/**
 * Takes an update of an alert for sending when it is its turn; see `orderUpdate`. The first message's row is locked
 * meanwhile, so that two processes cannot both find that it is theirs. What has no turn any more ends here.
 */
export async function claimUpdate(ctx: Context, { id }: { id: string }): Promise<ClaimResult> {
  const { turn, own } = await ctx.db.$transaction(async (tx) => {
    await tx.$queryRaw`
      SELECT first.id FROM deliveries AS own JOIN deliveries AS first
        ON first.alert_id = own.alert_id AND first.channel_id = own.channel_id AND first.purpose = 'alert.created'
      WHERE own.id = ${id}::uuid FOR UPDATE OF first`;
    const rows = await tx.$queryRaw<Row[]>`
      SELECT message.id, message.alert_id AS "alertId", message.channel_id AS "channelId", message.revision,
             message.state::text AS state, message.change, message.attempts, message.created_at AS "createdAt",
             message.remote_id AS "remoteId", message.next_attempt_at IS NULL AS "isFresh",
             coalesce(extract(epoch FROM message.next_attempt_at - now()) * 1000 - ${TOLERANCE_MS}, 0)::float8
               AS "dueInMs"
      FROM deliveries AS own JOIN deliveries AS message
        ON message.alert_id = own.alert_id AND message.channel_id = own.channel_id AND message.purpose LIKE 'alert.%'
      WHERE own.id = ${id}::uuid`;
    const decided = orderUpdate(id, rows);
    const data = nextState(decided);
    if (data !== null) await tx.delivery.update({ where: { id }, data, select: { id: true } });
    return { turn: decided, own: rows.find((row) => row.id === id) };
  });
  if (turn.kind === "later") return { kind: "later", inMs: Math.ceil(turn.inMs) };
  if (turn.kind === "superseded" || turn.kind === "pointless") ctx.relay.publish("deliveries.changed", { id });
  if (turn.kind !== "send" || own === undefined) return { kind: "not_due" };
  const { alertId, channelId, change, attempts, createdAt } = own;
  const delivery = { id, alertId, channelId, purpose: "alert.updated", change, attempts, createdAt, alongside: null };
  return { kind: "claimed", delivery: { ...delivery, editRemoteId: turn.editRemoteId } };
}

function nextState(turn: UpdateTurn) {
  if (turn.kind === "send") return { state: "sending" as const, claimedAt: new Date() };
  const ended = { finishedAt: new Date(), nextAttemptAt: null };
  if (turn.kind === "superseded") return { ...ended, state: "delivered" as const, lastError: SUPERSEDED };
  if (turn.kind === "pointless") return { ...ended, state: "failed" as const, lastError: POINTLESS };
  return null;
}
