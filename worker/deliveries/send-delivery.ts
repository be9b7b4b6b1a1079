import { hideSecrets } from "~/domain/channels/hide-secrets";
import { openChannel } from "~/domain/channels/load-channel-config.server";
import type { ClaimedDelivery } from "~/domain/deliveries/claim-result";
import type { Context } from "~/platform/context.server";
import { deliveryAttempts } from "~/platform/metrics";
import { redact } from "~/platform/redact";
import { SecretError } from "~/platform/secrets.server";
import { type SenderDeps, type SendResult, sendToChannel } from "../channels/channel-sender";
import { notSent } from "../channels/not-sent";
import { composeMessage } from "./compose-message";

const DISCORD = "https://discord.com";
/** What a request carries besides the channel's own secrets that lets its bearer do something. */
const SECRET_REQUEST_HEADERS = new Set(["authorization", "proxy-authorization", "cookie", "webhook-signature"]);
const MASKED = "***";

/** A send that has ended; without secrets. `isOurs`: it failed before it left, by no fault of the far side. */
export interface EndedSend {
  result: SendResult;
  isOurs: boolean;
}

/** Sends a claimed delivery. Never throws: what goes wrong on our side is a failed send as well, which people see. */
export async function sendDelivery(ctx: Context, delivery: ClaimedDelivery, startedAt: Date): Promise<EndedSend> {
  try {
    const channel = usableChannel(ctx, delivery);
    if ("unusable" in channel) return { result: notSent(channel.unusable), isOurs: true };
    return { result: await send(ctx, delivery, { channel, startedAt }), isOurs: false };
  } catch (error) {
    ctx.log.error({ err: error, deliveryId: delivery.id, channelId: delivery.channelId }, "a message can't be made");
    const result = notSent("Sentinel could not make this message; its log says why.");
    return { result: { ...result, outcome: "retry" }, isOurs: true };
  }
}

type OpenChannel = ReturnType<typeof openChannel>;

/** A configuration that can't be opened is a failed send with a reason, not a crashed job. */
function usableChannel(ctx: Context, { channel, purpose }: ClaimedDelivery): OpenChannel | { unusable: string } {
  try {
    const opened = openChannel(ctx, channel);
    return opened.enabled || purpose === "channel.test" ? opened : { unusable: "The channel is disabled." };
  } catch (error) {
    if (error instanceof SecretError) return { unusable: `${error.message} Save the channel again.` };
    throw error;
  }
}

async function send(
  ctx: Context,
  delivery: ClaimedDelivery,
  { channel, startedAt }: { channel: OpenChannel; startedAt: Date },
): Promise<SendResult> {
  const { message, acknowledgeData } = await composeMessage(ctx, delivery, channel);
  const { type, config } = channel;
  const { id: deliveryId, editRemoteId } = delivery;
  const input = { type, config, deliveryId, editRemoteId, acknowledgeData, message, attemptAt: startedAt };
  const result = await sendToChannel(senderDeps(ctx), input);
  deliveryAttempts.add(1, { outcome: result.outcome, type });
  return cleaned(ctx, result, channel);
}

/** No secret holds one, and no pattern reaches over it. */
const BETWEEN = "\n\u0001\n";

/**
 * Without secrets: receivers echo what they were asked, and the path is the credential of many webhooks. All texts in one
 * go, because the patterns are many.
 */
function cleaned(ctx: Context, result: SendResult, channel: OpenChannel): SendResult {
  const { request = null, responseHeaders } = result;
  const texts = [
    ...[result.error ?? "", result.responseBody ?? "", request?.body ?? ""],
    ...Object.values(responseHeaders),
    ...Object.values(request?.headers ?? {}),
  ].map((text) => text.replaceAll("\u0001", "\ufffd"));
  const clean = redact(hideSecrets(texts.join(BETWEEN), channel, ctx.env.SMTP_URL)).split(BETWEEN);
  const [error = "", responseBody = "", body = ""] = clean;
  const named = (headers: Record<string, string>, from: number) =>
    Object.fromEntries(Object.keys(headers).map((name, at) => [name, clean[from + at] ?? ""] as const));
  const requestFrom = 3 + Object.keys(responseHeaders).length;
  return {
    ...result,
    error: result.error === null ? null : error,
    responseBody: result.responseBody === null ? null : responseBody,
    responseHeaders: named(responseHeaders, 3),
    request: request === null ? null : { ...request, body, headers: masked(named(request.headers, requestFrom)) },
  };
}

function masked(headers: Record<string, string>): Record<string, string> {
  const shown = Object.entries(headers).map(
    ([name, value]) => [name, SECRET_REQUEST_HEADERS.has(name.toLowerCase()) ? MASKED : value] as const,
  );
  return Object.fromEntries(shown);
}

function senderDeps({ http, env }: Context): SenderDeps {
  return {
    http,
    discordApiBase: env.DISCORD_API_BASE ?? DISCORD,
    ...(env.TELEGRAM_API_BASE === undefined ? {} : { telegramApiBase: env.TELEGRAM_API_BASE }),
    ...(env.SLACK_API_BASE === undefined ? {} : { slackApiBase: env.SLACK_API_BASE }),
    pagerdutyApiBase: env.PAGERDUTY_API_BASE ?? null,
    mail: env.SMTP_URL === undefined || env.SMTP_FROM === undefined ? null : { url: env.SMTP_URL, from: env.SMTP_FROM },
  };
}
