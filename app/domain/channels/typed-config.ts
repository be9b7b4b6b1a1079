import { z } from "zod";

import {
  DiscordConfig,
  EmailConfig,
  PagerDutyConfig,
  SlackConfig,
  TelegramConfig,
  WebhookConfig,
} from "./config-schemas";

/** A whole configuration with its type, so that the two cannot be mixed up. Holds secrets. */
export const TypedConfig = z.discriminatedUnion("type", [
  z.object({ type: z.literal("discord"), config: DiscordConfig }),
  z.object({ type: z.literal("telegram"), config: TelegramConfig }),
  z.object({ type: z.literal("webhook"), config: WebhookConfig }),
  z.object({ type: z.literal("pagerduty"), config: PagerDutyConfig }),
  z.object({ type: z.literal("slack"), config: SlackConfig }),
  z.object({ type: z.literal("email"), config: EmailConfig }),
]);
export type TypedConfig = z.infer<typeof TypedConfig>;
