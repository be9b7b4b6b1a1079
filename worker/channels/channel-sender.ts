import type { ChannelType } from "~/domain/channels/channel";
import { DiscordConfig, WebhookConfig } from "~/domain/channels/config-schemas";
import { sendToDiscord } from "./discord";
import type { SenderDeps, SendInput, SendResult } from "./outgoing-message";
import { sendToWebhook } from "./webhook";

export type { OutgoingMessage, SenderDeps, SendResult } from "./outgoing-message";

/**
 * Sends one message to one channel and says how it ended. Never throws for what the far side does, nor for a stored
 * configuration that no longer fits its schema (fatal: somebody has to save the channel again).
 */
export async function sendToChannel(deps: SenderDeps, input: SendInput & { type: ChannelType }): Promise<SendResult> {
  const { type, config } = input;
  if (type === "discord") {
    const parsed = DiscordConfig.safeParse(config);
    return parsed.success ? sendToDiscord(deps, { ...input, config: parsed.data }) : unusable(BAD_CONFIG);
  }
  if (type === "webhook") {
    const parsed = WebhookConfig.safeParse(config);
    return parsed.success ? sendToWebhook(deps, { ...input, config: parsed.data }) : unusable(BAD_CONFIG);
  }
  return unusable(`This version of Sentinel cannot send to ${type} channels yet.`);
}

const BAD_CONFIG = "The stored configuration of this channel is not usable; save the channel again.";

function unusable(error: string): SendResult {
  return {
    outcome: "fatal",
    statusCode: null,
    responseHeaders: {},
    responseBody: null,
    error,
    retryAfterMs: null,
    remoteId: null,
  };
}
