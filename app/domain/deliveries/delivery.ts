import { z } from "zod";

import { ChannelType } from "~/domain/channels/channel";
import { Id, Timestamp } from "~/domain/shared-schemas";
import { DeliveryData } from "./delivery-purpose";

/** How one send ended (the classes of the delivery classifier). */
export const AttemptOutcome = z.enum(["ok", "wait", "retry", "rerender", "gone", "fatal"]);
export type AttemptOutcome = z.infer<typeof AttemptOutcome>;

/** What a delivery can be: the last four are ends, of which `held` can go on. */
export const DeliveryState = z.enum(["queued", "sending", "delivered", "failed", "held", "suppressed"]);
export type DeliveryState = z.infer<typeof DeliveryState>;

/**
 * What a delivery waits for. `retry`: the next try, or the time that the far side asked for. `group` and `digest`: more
 * of its kind, to become one message. `quiet_hours`: their end. `destination`: its turn at the far side's pace, or the
 * far side itself. `channel`: somebody who switches the channel on again.
 */
export const WaitReason = z.enum(["retry", "group", "digest", "quiet_hours", "destination", "channel"]);
export type WaitReason = z.infer<typeof WaitReason>;

/** One send of a delivery. */
export const DeliveryAttempt = z.object({
  number: z.int(),
  startedAt: Timestamp,
  durationMs: z.int(),
  outcome: AttemptOutcome,
  statusCode: z.int().nullable(),
  responseBody: z
    .string()
    .nullable()
    .describe("The first 4 kB of the answer. Null for viewers: what a far side says may be its own secret."),
  error: z.string().nullable(),
  nextAttemptAt: Timestamp.nullable(),
});
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;

/** One send with what was sent and answered. */
export const DeliveryAttemptDetail = DeliveryAttempt.extend({
  request: z
    .object({
      method: z.string(),
      host: z.string().describe("The rest of the URL may be a credential."),
      headers: z.record(z.string(), z.string()).describe("Secrets masked."),
      body: z.string().nullable().describe("The first 4 kB, secrets masked."),
    })
    .nullable()
    .describe("Null for viewers, and where nothing was sent."),
  responseHeaders: z.record(z.string(), z.string()).nullable().describe("Null for viewers."),
});
export type DeliveryAttemptDetail = z.infer<typeof DeliveryAttemptDetail>;

/** One message to one channel, with every attempt. */
export const Delivery = z.object({
  id: Id,
  alertId: Id.nullable(),
  alertTitle: z.string().nullable(),
  channelId: Id,
  channelName: z.string(),
  channelType: ChannelType,
  purpose: z
    .string()
    .describe(
      "`alert.created`, `alert.updated`, `alert.escalated`, `delivery.failed`, `channel.failing`, `silence.expiring` or `channel.test`.",
    ),
  change: z.string().nullable().describe("Of an update: what happened, such as `confirmed`; else null."),
  revision: z.int().describe("Tells the messages of one purpose about one alert on one channel apart."),
  state: DeliveryState,
  critical: z.boolean(),
  waitsFor: WaitReason.nullable().describe("While it is `queued` or `held`."),
  groupedIntoId: Id.nullable().describe("The delivery whose message tells of this one too."),
  groupSize: z.int().describe("How many deliveries its message tells of, itself included."),
  fallbackForId: Id.nullable().describe("The channel that this one stands in for, as the fallback."),
  failure: DeliveryData.shape.failure.unwrap().nullable().describe("Which channel failed, when it is about that."),
  redelivered: z.int().describe("How often somebody asked to send it again."),
  attempts: z.array(DeliveryAttempt),
  createdAt: Timestamp,
  nextAttemptAt: Timestamp.nullable(),
  finishedAt: Timestamp.nullable(),
  lastError: z.string().nullable().describe("Why it failed or was not sent, or why nothing had to be."),
});
export type Delivery = z.infer<typeof Delivery>;

/** A delivery with all that is known of it. */
export const DeliveryDetail = Delivery.extend({
  attempts: z.array(DeliveryAttemptDetail),
  destination: z
    .object({
      waitingBefore: z.int().describe("Messages that go to the same far side before it; counted up to 10,001."),
      breaker: z.enum(["closed", "open", "half_open"]),
      notBefore: Timestamp.nullable().describe("The far side asked for silence until then, or it is left alone."),
    })
    .nullable()
    .describe("What it waits behind, while it waits for its destination."),
});
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;
