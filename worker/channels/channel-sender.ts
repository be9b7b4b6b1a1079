import type { z } from "zod";

import type { ChannelType } from "~/domain/channels/channel";
import {
  DiscordConfig,
  EmailConfig,
  PagerDutyConfig,
  SlackConfig,
  TelegramConfig,
  WebhookConfig,
} from "~/domain/channels/config-schemas";
import { sendToDiscord } from "./discord";
import { sendToEmail } from "./email";
import { notSent } from "./not-sent";
import { sendToPagerDuty } from "./pagerduty";
import type { SenderDeps, SendInput, SendResult } from "./send";
import { sendToSlack } from "./slack";
import { sendToTelegram } from "./telegram";
import { sendToWebhook } from "./webhook";

export type { OutgoingMessage } from "~/domain/messages/outgoing-message";
export type { SenderDeps, SendResult } from "./send";

type Sender = (deps: SenderDeps, input: SendInput) => Promise<SendResult>;

const SENDERS: Record<ChannelType, Sender> = {
  discord: checked(DiscordConfig, sendToDiscord),
  telegram: checked(TelegramConfig, sendToTelegram),
  webhook: checked(WebhookConfig, sendToWebhook),
  pagerduty: checked(PagerDutyConfig, sendToPagerDuty),
  slack: checked(SlackConfig, sendToSlack),
  email: checked(EmailConfig, sendToEmail),
};

/**
 * Sends one message to one channel and says how it ended. Never throws for what the far side does, nor for a stored
 * configuration that no longer fits its schema (fatal: somebody has to save the channel again).
 */
export async function sendToChannel(deps: SenderDeps, input: SendInput & { type: ChannelType }): Promise<SendResult> {
  return SENDERS[input.type](deps, input);
}

function checked<C>(
  schema: z.ZodType<C>,
  send: (deps: SenderDeps, input: SendInput & { config: C }) => Promise<SendResult>,
): Sender {
  return async (deps, input) => {
    const parsed = schema.safeParse(input.config);
    if (parsed.success) return send(deps, { ...input, config: parsed.data });
    return notSent("The stored configuration of this channel is not usable; save the channel again.");
  };
}
