import { z } from "zod";

import { ChannelOptions } from "./channel-options";
import {
  DiscordConfig,
  EmailConfig,
  PagerDutyConfig,
  SlackConfig,
  TelegramConfig,
  WebhookConfig,
} from "./config-schemas";

/** Without a secret one is made; the secret before is Sentinel's own business (see `rotateSecret`). */
const NewWebhookConfig = WebhookConfig.omit({ previousSecret: true, previousSecretUntil: true }).partial({
  secret: true,
});

const name = z.string().trim().min(1, "must not be empty").max(120, "must be at most 120 characters");
const common = { name, enabled: z.boolean().default(true), ...ChannelOptions.partial().shape };

/** What a new channel is made from. */
export const NewChannel = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("discord"), config: DiscordConfig, ...common }),
  z.strictObject({ type: z.literal("telegram"), config: TelegramConfig, ...common }),
  z.strictObject({ type: z.literal("webhook"), config: NewWebhookConfig, ...common }),
  z.strictObject({ type: z.literal("pagerduty"), config: PagerDutyConfig, ...common }),
  z.strictObject({ type: z.literal("slack"), config: SlackConfig, ...common }),
  z.strictObject({ type: z.literal("email"), config: EmailConfig, ...common }),
]);
export type NewChannel = z.infer<typeof NewChannel>;

/**
 * A change to a channel; what is not named stays, also inside `config`. A value sent back as it was shown (masked)
 * counts as not named. `headers` and `templates` replace all that there were.
 */
export const ChannelPatch = z.strictObject({
  name: name.optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  enabled: z.boolean().optional(),
  ...ChannelOptions.partial().shape,
});
export type ChannelPatch = z.infer<typeof ChannelPatch>;
