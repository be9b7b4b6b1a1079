import { z } from "zod";

import { Alert } from "~/domain/alerts/alert";
import { DeliveryState } from "~/domain/deliveries/delivery";
import { Id, Timestamp } from "~/domain/shared-schemas";

const ALERT_EVENT_TYPES = [
  "alert.created",
  "alert.updated",
  "alert.acknowledged",
  "alert.commented",
  "alert.escalated",
] as const;
const DELIVERY_EVENT_TYPES = [
  "delivery.queued",
  "delivery.delivered",
  "delivery.failed",
  "delivery.held",
  "delivery.suppressed",
] as const;

/** What an event of the feed is about. A delivery's is its new state. */
export const FeedEventType = z.enum([...ALERT_EVENT_TYPES, ...DELIVERY_EVENT_TYPES]);
export type FeedEventType = z.infer<typeof FeedEventType>;

const common = {
  id: z.string().describe("A place in the feed: `cursor` takes it to go on after this event."),
  at: Timestamp,
  alertId: Id,
};

/** A change of an alert. */
export const AlertFeedEvent = z.object({
  ...common,
  type: z.enum(ALERT_EVENT_TYPES),
  deliveryId: z.null(),
  actorId: Id.nullable().describe("Who did it; null when it was the chain or Sentinel itself."),
  change: z
    .looseObject({ kind: z.string() })
    .describe("What happened, such as `confirmed`, with what belongs to it, such as `blockNumber`. It never changes."),
  data: Alert.describe("The alert as it is now."),
});
export type AlertFeedEvent = z.infer<typeof AlertFeedEvent>;

/** A delivery's new state. */
export const DeliveryFeedEvent = z.object({
  ...common,
  type: z.enum(DELIVERY_EVENT_TYPES),
  deliveryId: Id,
  actorId: z.null(),
  change: z
    .looseObject({ kind: z.string() })
    .describe("Why, such as `created`, `retry`, `silence`, `redelivered`, with what belongs to it."),
  data: z.object({
    id: Id,
    alertId: Id,
    channelId: Id,
    state: DeliveryState,
    sentAs: Id.nullable().describe("The delivery whose message told of it, when that is another one."),
  }),
});
export type DeliveryFeedEvent = z.infer<typeof DeliveryFeedEvent>;

/** One event of the feed. */
export const FeedEvent = z.union([AlertFeedEvent, DeliveryFeedEvent]);
export type FeedEvent = z.infer<typeof FeedEvent>;
