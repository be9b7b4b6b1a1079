import { Webhook } from "standardwebhooks";

import type { WebhookConfig } from "~/domain/channels/config-schemas";
import { webhookBody } from "~/domain/messages/webhook-body";
import { type WebhookMessage, webhookMessage } from "~/domain/messages/webhook-message";
import type { HttpResult } from "~/platform/guarded-http/http-result";
import { classify } from "./classify";
import type { SenderDeps, SendInput, SendResult, SentRequest } from "./send";
import { webhookAnswer } from "./webhook-answer";

/** What is kept of a request and of an answer for the delivery log. */
const KEPT_CHARACTERS = 4096;
/** A hook's answer may have 2,000 characters of several bytes each, and a URL. */
const HOOK_BODY_BYTES = 16 * 1024;

/**
 * Sends a message as Standard Webhooks 1.0.0 says: `webhook-id` is the same on every retry (receivers drop repeats by
 * it), the timestamp is this attempt's, and exactly the bytes that were signed are sent. Only 2xx counts as delivered.
 * Of a circuit-breaker hook's answer, what may be shown comes back as `answer`.
 */
export async function sendToWebhook(
  deps: Pick<SenderDeps, "http">,
  input: SendInput & { config: WebhookConfig },
): Promise<SendResult> {
  const { config, attemptAt } = input;
  const isHook = config.kind === "hook";
  const message = webhookMessage(input.message, { isHook });
  const body = webhookBody(message);
  const headers = standardHeaders(config, { id: `msg_${input.deliveryId}`, body, attemptAt });

  const result = await deps.http.post({
    url: config.url,
    body,
    headers: { ...config.headers, ...headers },
    ...(isHook ? { keepBodyBytes: HOOK_BODY_BYTES } : {}),
  });
  return { ...toResult(result, { attemptAt, isHook }), request: logged(config, headers, { message, body }) };
}

/** While a rotation lasts both secrets sign, the new one first: a receiver accepts any signature that it can verify. */
function standardHeaders(
  { secret, previousSecret, previousSecretUntil }: WebhookConfig,
  { id, body, attemptAt }: { id: string; body: string; attemptAt: Date },
): Record<string, string> {
  const isRotating = previousSecretUntil !== undefined && Date.parse(previousSecretUntil) > attemptAt.getTime();
  const secrets = isRotating && previousSecret !== undefined ? [secret, previousSecret] : [secret];
  return {
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Sentinel-Webhooks/1.0",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(attemptAt.getTime() / 1000)),
    "webhook-signature": secrets.map((each) => new Webhook(each).sign(id, attemptAt, body)).join(" "),
  };
}

function toResult(result: HttpResult, { attemptAt, isHook }: { attemptAt: Date; isHook: boolean }): SendResult {
  const verdict = classify(result, "webhook", attemptAt);
  if (result.kind !== "response") {
    return { ...verdict, statusCode: null, responseHeaders: {}, responseBody: null, remoteId: null, answer: null };
  }
  const { statusCode, headers, body } = result;
  const shown = isHook && verdict.outcome === "ok" ? webhookAnswer(body, headers["content-type"]) : null;
  return {
    ...verdict,
    error: verdict.error ?? shown?.remark ?? null,
    statusCode,
    responseHeaders: headers,
    responseBody: body.slice(0, KEPT_CHARACTERS),
    remoteId: null,
    answer: shown?.answer ?? null,
  };
}

/**
 * The request for the delivery log, which everybody who signs in may read: custom headers are secrets, and whoever has
 * the link that acknowledges may acknowledge.
 */
function logged(
  config: WebhookConfig,
  headers: Record<string, string>,
  { message, body }: { message: WebhookMessage; body: string },
): SentRequest {
  const hidden = Object.fromEntries(Object.keys(config.headers ?? {}).map((name) => [name, "***"]));
  const link = message.links?.acknowledge;
  return {
    method: "POST",
    host: URL.canParse(config.url) ? new URL(config.url).host : "",
    headers: { ...hidden, ...headers },
    body: (link === undefined ? body : body.replaceAll(link, "***")).slice(0, KEPT_CHARACTERS),
  };
}
