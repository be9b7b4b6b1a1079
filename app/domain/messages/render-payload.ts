import type { ChannelType } from "~/domain/channels/channel";
import { discordMessage } from "./discord-message";
import { emailMessage } from "./email-message";
import type { OutgoingMessage } from "./outgoing-message";
import { pagerdutyMessage } from "./pagerduty-message";
import { slackMessage } from "./slack-message";
import { telegramMessage } from "./telegram-message";
import { webhookBody } from "./webhook-body";
import { webhookMessage } from "./webhook-message";

/** In place of what only the sender knows. */
const HIDDEN = "***";

const RENDERERS: Record<ChannelType, (message: OutgoingMessage, isHook: boolean) => object> = {
  discord: discordMessage,
  telegram: (message) => telegramMessage(message, message.alert?.acknowledgedAt === null ? `a:${HIDDEN}` : null),
  slack: slackMessage,
  pagerduty: (message) => pagerdutyMessage(message, HIDDEN),
  email: emailMessage,
  webhook: (message, isHook) => JSON.parse(webhookBody(webhookMessage(message, { isHook }))),
};

/**
 * What a channel of this type is sent, by the renderers that send it, without its secrets.
 *
 * @param isHook of webhooks: a circuit-breaker hook.
 */
export function renderPayload(type: ChannelType, message: OutgoingMessage, isHook = false): Record<string, unknown> {
  return { ...RENDERERS[type](message, isHook) };
}
