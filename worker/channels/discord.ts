import type { DiscordConfig } from "~/domain/channels/config-schemas";
import type { HttpResult } from "~/platform/guarded-http/http-result";
import { classify } from "./classify";
import { discordError, parseObject } from "./discord-error";
import { type DiscordMessage, discordMessage, plainDiscordMessage } from "./discord-message";
import { discordRequestUrl } from "./discord-request-url";
import type { SenderDeps, SendInput, SendResult } from "./outgoing-message";
import { secondsToWaitMs } from "./retry-after";

/** Discord answers with the whole message, whose id comes late in it. */
const READ_BODY_BYTES = 64 * 1024;
const KEPT_BODY_LENGTH = 4096;

/**
 * Posts a message through a Discord webhook. When Discord refuses the embed (400), the same is said once in plain
 * text within this attempt.
 */
export async function sendToDiscord(
  deps: SenderDeps,
  input: SendInput & { config: DiscordConfig },
): Promise<SendResult> {
  const { message, attemptAt } = input;
  const target = discordRequestUrl(input.config.webhookUrl, deps.discordApiBase);
  const post = (body: DiscordMessage) =>
    deps.http.post({
      ...target,
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", "user-agent": "Sentinel (webhook, 1.0)" },
      keepBodyBytes: READ_BODY_BYTES,
    });

  const rich = toResult(await post(discordMessage(message)), attemptAt);
  if (rich.outcome !== "rerender") return rich;

  const plain = toResult(await post(plainDiscordMessage(message)), attemptAt);
  if (plain.outcome === "ok") return { ...plain, error: `Sent as plain text. ${rich.error ?? ""}`.trim() };
  return plain.outcome === "rerender" ? { ...plain, outcome: "fatal" } : plain;
}

function toResult(result: HttpResult, now: Date): SendResult {
  const { outcome, retryAfterMs, error } = classify(result, "discord", now);
  if (result.kind !== "response") {
    return { outcome, retryAfterMs, error, statusCode: null, responseHeaders: {}, responseBody: null, remoteId: null };
  }
  const { statusCode, headers, body } = result;
  const said = error === null ? null : discordError(body);
  return {
    outcome,
    retryAfterMs: outcome === "ok" ? pauseMs(headers) : retryAfterMs,
    error: said === null ? error : `${error} It said: ${said}`,
    statusCode,
    responseHeaders: headers,
    responseBody: body.slice(0, KEPT_BODY_LENGTH),
    remoteId: outcome === "ok" ? messageId(body) : null,
  };
}

/** Discord says beforehand when its window is used up; sending on would only earn a 429. */
function pauseMs(headers: Record<string, string>): number | null {
  const seconds = Number(headers["x-ratelimit-reset-after"] ?? Number.NaN);
  return headers["x-ratelimit-remaining"] === "0" && seconds >= 0 ? secondsToWaitMs(seconds) : null;
}

function messageId(body: string): string | null {
  const id = parseObject(body)?.id;
  return typeof id === "string" && /^\d{1,20}$/.test(id) ? id : null;
}
