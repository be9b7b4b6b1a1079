import { z } from "zod";

import { ChannelType } from "~/domain/channels/channel";
import { Id, Timestamp } from "~/domain/shared-schemas";

/** How one send ended (the classes of the delivery classifier). */
export const AttemptOutcome = z.enum(["ok", "wait", "retry", "rerender", "gone", "fatal"]);
export type AttemptOutcome = z.infer<typeof AttemptOutcome>;

/** One send of a delivery. */
export const DeliveryAttempt = z.object({
  number: z.int(),
  startedAt: Timestamp,
  durationMs: z.int(),
  outcome: AttemptOutcome,
  statusCode: z.int().nullable(),
  responseBody: z.string().nullable(),
  error: z.string().nullable(),
  nextAttemptAt: Timestamp.nullable(),
});
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;

/** One message to one channel, with every attempt. */
export const Delivery = z.object({
  id: Id,
  alertId: Id.nullable(),
  channelId: Id,
  channelName: z.string(),
  channelType: ChannelType,
  /** `alert.created`, `alert.updated` or `channel.test`. */
  purpose: z.string(),
  /** Of an update: what happened, such as `confirmed`; else null. */
  change: z.string().nullable(),
  /** Counts the updates of one alert on one channel; 0 for its first message. */
  revision: z.int(),
  state: z.enum(["queued", "sending", "delivered", "failed", "held", "suppressed"]),
  attempts: z.array(DeliveryAttempt),
  createdAt: Timestamp,
  nextAttemptAt: Timestamp.nullable(),
  finishedAt: Timestamp.nullable(),
  /** Why it failed, or, when it was delivered, why nothing had to be sent. */
  lastError: z.string().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;
