import type { DiscordConfig } from "~/domain/channels/config-schemas";
import { type DiscordMessage, discordMessage, plainDiscordMessage } from "~/domain/messages/discord-message";
import type { HttpResult } from "~/platform/guarded-http/http-result";
import { classify } from "./classify";
import { discordError, parseObject } from "./discord-error";
import { discordRequestUrl } from "./discord-request-url";
import { secondsToWaitMs } from "./retry-after";
import type { SenderDeps, SendInput, SendResult } from "./send";

/** Discord answers with the whole message, whose id comes late in it. */
const READ_BODY_BYTES = 64 * 1024;
const KEPT_BODY_LENGTH = 4096;

/**
 * Posts a message through a Discord webhook, or edits the alert's first one in place; when somebody has deleted that, a
 * new one is posted. When Discord refuses the embed (400), the same is said once in plain text within this attempt.
 */
export async function sendToDiscord(
  deps: SenderDeps,
  input: SendInput & { config: DiscordConfig },
): Promise<SendResult> {
  const { message, editRemoteId = null } = input;
  if (editRemoteId === null) return sendRichOrPlain(deps, input, null);
  const edited = await sendRichOrPlain(deps, { ...input, message }, editRemoteId);
  // The webhook itself may be gone just as well: the answer to the new message tells.
  return edited.statusCode === 404 ? sendRichOrPlain(deps, input, null) : edited;
}

async function sendRichOrPlain(
  { http, discordApiBase }: SenderDeps,
  { config, message, attemptAt }: SendInput & { config: DiscordConfig },
  editRemoteId: string | null,
): Promise<SendResult> {
  const target = discordRequestUrl(config.webhookUrl, discordApiBase, editRemoteId);
  const send = async (body: DiscordMessage) => {
    const request = {
      ...target,
      body: JSON.stringify(editRemoteId === null ? body : asEdit(body)),
      headers: { "content-type": "application/json", "user-agent": "Sentinel (webhook, 1.0)" },
      keepBodyBytes: READ_BODY_BYTES,
    };
    const method = editRemoteId === null ? "POST" : "PATCH";
    const result = await (method === "POST" ? http.post(request) : http.patch(request));
    const sent = { method, host: new URL(target.url).host, headers: request.headers, body: request.body };
    return { ...toResult(result, attemptAt), request: sent };
  };

  const rich = await send(discordMessage(message));
  if (rich.outcome !== "rerender") return rich;
  const plain = await send(plainDiscordMessage(message));
  if (plain.outcome === "ok") return { ...plain, error: `Sent as plain text. ${rich.error ?? ""}`.trim() };
  return plain.outcome === "rerender" ? { ...plain, outcome: "fatal" } : plain;
}

/** What an edit leaves out stays as it was: the other form is taken away. Flags that silence belong to a new message. */
function asEdit({ content = "", embeds = [], allowed_mentions }: DiscordMessage): DiscordMessage {
  return { content, embeds, allowed_mentions };
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
