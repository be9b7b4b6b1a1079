import { disableChannel } from "~/domain/channels/disable-channel.server";
import type { ClaimedDelivery } from "~/domain/deliveries/claim-result";
import { enqueuePump } from "~/domain/deliveries/enqueue-pump.server";
import { findWaits, type Waits } from "~/domain/deliveries/find-waits.server";
import type { AttemptRecord } from "~/domain/deliveries/record-attempt.server";
import { recordConfigChange } from "~/domain/deliveries/record-config-change.server";
import { type SettledDestination, type Shown, settleDestination } from "~/domain/deliveries/settle-destination.server";
import { tellFailure } from "~/domain/deliveries/tell-failure.server";
import type { Context } from "~/platform/context.server";
import { deliveriesFailed, deliveryWait } from "~/platform/metrics";
import type { SendResult } from "../channels/channel-sender";
import { DEFAULT_WAIT_MS, decideNext } from "./decide-next";
import { recordSafely } from "./record-safely";
import { sendDelivery } from "./send-delivery";

/** A far side that asks to wait again and again is believed for this long. */
const MAX_WAIT_MS = 24 * 3_600_000;
/** What asks for a little patience again and again is asked ever less often: nobody is hammered, however he asks for it. */
const LEAST_WAIT_MS = 250;
const MOST_LEAST_WAIT_MS = 30_000;
/** So often it is taken at its word. */
const BELIEVED_WAITS = 2;
const NO_WAITS: Waits = { count: 0, since: null };
const NOTHING_SHOWN: SettledDestination = { isOpen: false, inMs: 0 };
const GONE = "The far side is gone.";

/** What comes after a send. */
export interface AttemptEnd {
  isDelivered: boolean;
  /** When the delivery is to be tried again, ms; null when it has ended, or its destination calls it. */
  againInMs: number | null;
}

/** Sends a claimed delivery, writes down how it ended, and sees to what follows from that. */
export async function attemptDelivery(ctx: Context, delivery: ClaimedDelivery): Promise<AttemptEnd> {
  const startedAt = new Date();
  deliveryWait.record(Math.max(0, delivery.waitedMs), { lane: delivery.critical ? "critical" : "other" });
  const sent = await sendDelivery(ctx, delivery, startedAt);
  const durationMs = Date.now() - startedAt.getTime();
  const { channelId, destination } = delivery;
  const isWait = sent.result.outcome === "wait";
  const waits = isWait ? await orElse(ctx, NO_WAITS, findWaits(ctx, { deliveryId: delivery.id })) : NO_WAITS;
  const result = isWait ? { ...sent.result, retryAfterMs: waitOf(sent.result, waits) } : sent.result;
  const shown = sent.isOurs ? null : whatItShows(result);
  // Known before the row is free again: whoever takes it up next finds the destination as it is.
  const settling = shown === null ? null : settleDestination(ctx, { destination, channelId, shown });
  const settled = settling === null ? NOTHING_SHOWN : await orElse(ctx, NOTHING_SHOWN, settling);
  const isGone = result.outcome === "gone" && delivery.purpose !== "channel.test";
  const next = decideNext({
    delivery,
    result,
    settled,
    isWornOut: isWait && isWornOut(delivery, waits),
    isRenewed: isGone && (await orElse(ctx, false, isRenewed(ctx, delivery))),
  });
  const ids = await recordSafely(ctx, { ...result, deliveryId: delivery.id, channelId, startedAt, durationMs, next });
  sayHowItEnded(ctx, delivery, { result, next });
  if (delivery.alertId !== null) ctx.relay.publish("alerts.changed", { ids: [delivery.alertId] });
  await followUp(ctx, delivery, { result, next, ids });
  await callPump(ctx, delivery, next);
  return {
    isDelivered: next.state === "delivered",
    againInMs: next.state === "queued" && !next.isParked ? next.inMs : null,
  };
}

/** What was sent is written down whatever else can't be found out or noted: otherwise it would be sent again. */
async function orElse<T>(ctx: Context, otherwise: T, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    ctx.log.warn({ err: error }, "how a far side is doing could not be read or noted");
    return otherwise;
  }
}

/** What the far side asks for, to the millisecond; longer when it has been asking again and again. */
function waitOf({ retryAfterMs }: SendResult, { count }: Waits): number {
  const doublings = count - BELIEVED_WAITS;
  const least = doublings < 0 ? 0 : Math.min(MOST_LEAST_WAIT_MS, LEAST_WAIT_MS * 2 ** Math.min(doublings, 10));
  return Math.max(retryAfterMs ?? DEFAULT_WAIT_MS, least);
}

function whatItShows(result: SendResult): Shown | null {
  if (result.outcome === "ok") return { kind: "alive", pauseMs: result.retryAfterMs };
  if (result.outcome === "wait") return { kind: "throttled", waitMs: result.retryAfterMs ?? DEFAULT_WAIT_MS };
  return result.outcome === "retry" ? { kind: "away" } : { kind: "alive", pauseMs: null };
}

function isWornOut({ createdAt }: ClaimedDelivery, { since }: Waits): boolean {
  const longAgo = Date.now() - MAX_WAIT_MS;
  return createdAt.getTime() < longAgo && since !== null && since.getTime() < longAgo;
}

/** The channel was mended while this was under way: what is gone is where it went before. */
async function isRenewed(ctx: Context, { channelId, channel }: ClaimedDelivery): Promise<boolean> {
  const now = await ctx.db.channel.findUnique({ where: { id: channelId }, select: { configEncrypted: true } });
  return now !== null && now.configEncrypted !== channel.configEncrypted;
}

interface Outcome {
  result: SendResult;
  next: AttemptRecord["next"];
}

async function followUp(
  ctx: Context,
  { channelId, purpose, channel }: ClaimedDelivery,
  { result, next, ids }: Outcome & { ids: string[] },
): Promise<void> {
  const { configChange = null } = result;
  if (configChange !== null) await recordConfigChange(ctx, { channelId, change: configChange });
  if (next.state === "held") await disableChannel(ctx, { channelId, reason: result.error ?? GONE });
  if ((next.state !== "failed" && next.state !== "held") || purpose === "channel.test") return;
  deliveriesFailed.add(ids.length, { type: channel.type });
  await tellFailure(ctx, { channelId, deliveryIds: ids, reason: result.error ?? "It could not be sent." });
}

async function callPump(ctx: Context, delivery: ClaimedDelivery, next: AttemptRecord["next"]): Promise<void> {
  const { critical, destination } = delivery;
  const { paceKey, isProbe, isDoubted } = destination;
  if (next.state === "queued" && next.isParked) await enqueuePump(ctx, { paceKey, critical, inMs: next.inMs });
  // What waited for the far side to come back goes now.
  else if (isProbe || (next.state === "delivered" && isDoubted)) {
    const calls = [true, false].map((each) => enqueuePump(ctx, { paceKey, critical: each, inMs: 0 }));
    await Promise.all(calls);
  }
}

function sayHowItEnded(ctx: Context, delivery: ClaimedDelivery, { result, next }: Outcome): void {
  const { id: deliveryId, alertId, channelId } = delivery;
  const facts = { deliveryId, alertId, channelId, outcome: result.outcome, statusCode: result.statusCode };
  if (next.state === "delivered") ctx.log.info(facts, "delivered");
  else {
    const words = next.state === "queued" ? "delivery will be tried again" : "delivery failed";
    ctx.log.warn({ ...facts, error: result.error, next }, words);
  }
}
