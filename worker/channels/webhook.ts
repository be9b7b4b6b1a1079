import { Webhook } from "standardwebhooks";

import type { WebhookConfig } from "~/domain/channels/config-schemas";
import { sampleAlert } from "~/domain/messages/sample-alert";
import { classify } from "./classify";
import type { SenderDeps, SendInput, SendResult } from "./send";

/**
 * Sends a message as Standard Webhooks 1.0.0 says: `webhook-id` is the same on every retry (receivers drop repeats by
 * it), the timestamp is this attempt's, and exactly the bytes that were signed are sent. Only 2xx counts as delivered.
 */
export async function sendToWebhook(
  deps: Pick<SenderDeps, "http">,
  input: SendInput & { config: WebhookConfig },
): Promise<SendResult> {
  const { config, message, attemptAt } = input;
  const id = `msg_${input.deliveryId}`;
  const data = message.alert ?? sampleAlert(new Date(message.timestamp));
  const { type, timestamp, change } = message;
  const body = JSON.stringify({ type, timestamp, ...(type === "alert.updated" ? { change } : {}), data });

  const result = await deps.http.post({
    url: config.url,
    body,
    headers: {
      ...config.headers,
      "content-type": "application/json; charset=utf-8",
      "user-agent": "Sentinel-Webhooks/1.0",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(attemptAt.getTime() / 1000)),
      "webhook-signature": new Webhook(config.secret).sign(id, attemptAt, body),
    },
  });

  const answered = result.kind === "response";
  return {
    ...classify(result, "webhook", attemptAt),
    statusCode: answered ? result.statusCode : null,
    responseHeaders: answered ? result.headers : {},
    responseBody: answered ? result.body : null,
    remoteId: null,
  };
}
