import type { SlackConfig } from "~/domain/channels/config-schemas";
import { plainSlackMessage, type SlackMessage, slackMessage } from "~/domain/messages/slack-message";
import type { SenderDeps, SendInput, SendResult } from "./send";
import { slackOutcome } from "./slack-outcome";
import { slackRequestUrl } from "./slack-request-url";

const KEPT_LENGTH = 4096;

/**
 * Posts a message through a Slack incoming webhook, which can neither edit nor offer buttons: follow-ups are messages
 * of their own. When Slack refuses the blocks (400), the same is said once in plain text within this attempt.
 */
export async function sendToSlack(
  { http, slackApiBase }: SenderDeps,
  { config, message, attemptAt }: SendInput & { config: SlackConfig },
): Promise<SendResult> {
  const target = slackRequestUrl(config.webhookUrl, slackApiBase);
  const headers = { "content-type": "application/json; charset=utf-8", "user-agent": "Sentinel (webhook, 1.0)" };
  const send = async (rendered: SlackMessage): Promise<SendResult> => {
    const body = JSON.stringify(rendered);
    const result = await http.post({ ...target, body, headers });
    const answered = result.kind === "response";
    return {
      ...slackOutcome(result, attemptAt),
      statusCode: answered ? result.statusCode : null,
      responseHeaders: answered ? result.headers : {},
      responseBody: answered ? result.body : null,
      remoteId: null,
      request: { method: "POST", host: new URL(target.url).host, headers, body: body.slice(0, KEPT_LENGTH) },
    };
  };

  const rich = await send(slackMessage(message));
  if (rich.outcome !== "rerender") return rich;
  const plain = await send(plainSlackMessage(message));
  if (plain.outcome === "ok") return { ...plain, error: `Sent as plain text. ${rich.error ?? ""}`.trim() };
  return plain.outcome === "rerender" ? { ...plain, outcome: "fatal" } : plain;
}
