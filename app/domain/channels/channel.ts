import { z } from "zod";

import { Id, Timestamp } from "~/domain/shared-schemas";
import { ChannelOptions } from "./channel-options";

/** The kinds of channel. */
export const ChannelType = z.enum(["discord", "telegram", "webhook", "pagerduty", "slack", "email"]);
export type ChannelType = z.infer<typeof ChannelType>;

/** How a channel has been doing, from its last deliveries. */
export const ChannelHealth = z.object({
  status: z.enum(["unknown", "healthy", "failing", "disabled"]),
  lastSuccessAt: Timestamp.nullable(),
  lastError: z.string().nullable(),
  /** When the first delivery since the last success failed for good; null while none has. */
  failingSince: Timestamp.nullable(),
  /**
   * Since when Sentinel has it switched off, because its far side is gone: messages are held until somebody switches it
   * on again. Null also when a person switched it off.
   */
  heldSince: Timestamp.nullable(),
});

/** A channel as the API shows it: secrets masked. */
export const Channel = z.object({
  id: Id,
  type: ChannelType,
  name: z.string(),
  config: z.record(z.string(), z.unknown()),
  enabled: z.boolean(),
  ...ChannelOptions.shape,
  health: ChannelHealth,
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Channel = z.infer<typeof Channel>;
