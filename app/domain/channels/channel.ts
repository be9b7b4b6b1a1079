import { z } from "zod";

import { Id, Timestamp } from "~/domain/shared-schemas";

/** The kinds of channel the contract knows. Those in `SUPPORTED_CHANNEL_TYPES` can be created today. */
export const ChannelType = z.enum(["discord", "telegram", "webhook", "pagerduty", "slack", "email"]);
export type ChannelType = z.infer<typeof ChannelType>;

/** How a channel has been doing, from its last deliveries. */
export const ChannelHealth = z.object({
  status: z.enum(["unknown", "healthy", "failing", "disabled"]),
  lastSuccessAt: Timestamp.nullable(),
  lastError: z.string().nullable(),
});

/** A channel as the API shows it: secrets masked. */
export const Channel = z.object({
  id: Id,
  type: ChannelType,
  name: z.string(),
  config: z.record(z.string(), z.unknown()),
  enabled: z.boolean(),
  health: ChannelHealth,
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Channel = z.infer<typeof Channel>;
