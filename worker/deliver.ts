import { DelayedError, type Job } from "bullmq";

import { disableChannel } from "~/domain/channels/disable-channel.server";
import { hideSecrets } from "~/domain/channels/hide-secrets";
import { loadChannelConfig, openChannel } from "~/domain/channels/load-channel-config.server";
import { claimDelivery } from "~/domain/deliveries/claim-delivery.server";
import type { ClaimedDelivery } from "~/domain/deliveries/claim-result";
import { getMessageFacts, toMessageFacts } from "~/domain/deliveries/get-message-facts.server";
import { recordAttempt } from "~/domain/deliveries/record-attempt.server";
import type { Context } from "~/platform/context.server";
import { deliveryAttempts } from "~/platform/metrics";
import type { DeliveryJob } from "~/platform/queue-backends.server";
import { redact } from "~/platform/redact";
import { SecretError } from "~/platform/secrets.server";
import { type OutgoingMessage, type SendResult, sendToChannel } from "./channels/channel-sender";
import { nextRetryDelayMs } from "./channels/retry-ladder";

/** A far side that asks to wait again and again is believed for this long. */
const MAX_WAIT_MS = 24 * 3_600_000;
const DEFAULT_WAIT_MS = 5_000;
const DISCORD = "https://discord.com";
/** Test messages: one answer, also to a channel that is still disabled. */
const TEST = "channel.test";

const NOT_SENT = {
  outcome: "fatal",
  statusCode: null,
  responseHeaders: {},
  responseBody: null,
  retryAfterMs: null,
  remoteId: null,
} as const;

async function composeMessage(ctx: Context, delivery: ClaimedDelivery): Promise<OutgoingMessage> {
  const timestamp = delivery.createdAt.toISOString();
  if (delivery.alertId === null) {
    const links = { alertUrl: ctx.env.PUBLIC_URL, explorerUrl: null };
    const names = { networkLabel: "", ruleName: null, contractName: null, runbookUrl: null };
    return { ...names, type: "channel.test", timestamp, alert: null, sample: true, links };
  }
  const row = delivery.alongside?.facts;
  const facts = row ? toMessageFacts(ctx, row) : await getMessageFacts(ctx, { alertId: delivery.alertId });
  if (delivery.purpose !== "alert.updated") return { ...facts, type: "alert.created", timestamp };
  return { ...facts, type: "alert.updated", change: delivery.change, timestamp };
}

/** What a delivery becomes after a send: the ladder of three retries, and waits that burn none of them. */
function decideNext(delivery: ClaimedDelivery, result: SendResult, now: number) {
  if (result.outcome === "ok") return { state: "delivered" as const };
  // A test has a person waiting for it: one answer, no ladder.
  if (delivery.purpose === TEST) return { state: "failed" as const };
  if (result.outcome === "wait") {
    const at = new Date(now + (result.retryAfterMs ?? DEFAULT_WAIT_MS));
    return at.getTime() - delivery.createdAt.getTime() > MAX_WAIT_MS
      ? { state: "failed" as const }
      : { state: "queued" as const, at };
  }
  const delayMs = result.outcome === "retry" ? nextRetryDelayMs(delivery.attempts) : null;
  return delayMs === null ? { state: "failed" as const } : { state: "queued" as const, at: new Date(now + delayMs) };
}

/** A configuration that can't be opened is a failed send with a reason, not a crashed job. */
async function usableChannel(ctx: Context, { alongside, channelId, purpose }: ClaimedDelivery) {
  try {
    const channel = alongside ? openChannel(ctx, alongside.channel) : await loadChannelConfig(ctx, channelId);
    return channel.enabled || purpose === TEST ? channel : { unusable: "The channel is disabled." };
  } catch (error) {
    if (error instanceof SecretError) return { unusable: `${error.message} Save the channel again.` };
    throw error;
  }
}

async function send(ctx: Context, delivery: ClaimedDelivery, startedAt: Date): Promise<SendResult> {
  const [channel, message] = await Promise.all([usableChannel(ctx, delivery), composeMessage(ctx, delivery)]);
  if ("unusable" in channel) return { ...NOT_SENT, error: channel.unusable };
  const deps = { http: ctx.http, discordApiBase: ctx.env.DISCORD_API_BASE ?? DISCORD };
  const { type, config } = channel;
  const { id: deliveryId, editRemoteId } = delivery;
  const result = await sendToChannel(deps, { type, config, deliveryId, editRemoteId, message, attemptAt: startedAt });
  deliveryAttempts.add(1, { outcome: result.outcome, type });
  // Receivers echo what they were asked, and the path is the credential of many webhooks.
  const clean = (text: string | null) => (text === null ? null : redact(hideSecrets(text, channel)));
  return { ...result, error: clean(result.error), responseBody: clean(result.responseBody) };
}

/** What goes wrong on our side is a failed send as well: thrown on, it would be tried for ever and shown to nobody. */
async function trySend(ctx: Context, delivery: ClaimedDelivery, startedAt: Date): Promise<SendResult> {
  try {
    return await send(ctx, delivery, startedAt);
  } catch (error) {
    ctx.log.error({ err: error, deliveryId: delivery.id, channelId: delivery.channelId }, "a message can't be made");
    return { ...NOT_SENT, outcome: "retry", error: "Sentinel could not make this message; its log says why." };
  }
}

async function attempt(ctx: Context, delivery: ClaimedDelivery): Promise<Date | null> {
  const startedAt = new Date();
  const result = await trySend(ctx, delivery, startedAt);
  const now = Date.now();
  const next = decideNext(delivery, result, now);
  await recordAttempt(ctx, {
    ...result,
    deliveryId: delivery.id,
    channelId: delivery.channelId,
    startedAt,
    durationMs: now - startedAt.getTime(),
    next,
  });

  const facts = {
    deliveryId: delivery.id,
    alertId: delivery.alertId,
    channelId: delivery.channelId,
    outcome: result.outcome,
    statusCode: result.statusCode,
  };
  if (next.state === "delivered") ctx.log.info(facts, "delivered");
  else
    ctx.log.warn(
      { ...facts, error: result.error, next },
      next.state === "failed" ? "delivery failed" : "delivery will be tried again",
    );
  if (result.outcome === "gone" && delivery.purpose !== TEST) {
    await disableChannel(ctx, { channelId: delivery.channelId, reason: result.error ?? "The far side is gone." });
  }
  if (delivery.alertId !== null) ctx.relay.publish("alerts.changed", { ids: [delivery.alertId] });
  return next.state === "queued" ? next.at : null;
}

/** The processor of both lanes: claim, send, write down, and come back later when the ladder says so. */
export function deliver(ctx: Context) {
  return async (job: Job<DeliveryJob>, token?: string): Promise<void> => {
    const claim = await claimDelivery(ctx, { id: job.data.deliveryId });
    if (claim.kind === "not_due") return;
    const again =
      claim.kind === "claimed" ? await attempt(ctx, claim.delivery) : new Date(Date.now() + Math.max(claim.inMs, 1));
    if (again === null) return;
    await job.moveToDelayed(again.getTime(), token);
    throw new DelayedError();
  };
}
