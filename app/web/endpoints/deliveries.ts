import { z } from "zod";

import { Delivery, DeliveryDetail } from "~/domain/deliveries/delivery";
import { DeliveryPurpose } from "~/domain/deliveries/delivery-purpose";
import { Id } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";
import { pageQuery } from "../api/page-query";

/** The last instant of year 9999. */
const MAX_TIME_MS = 253_402_300_799_999;

const tag = "Deliveries";
const params = z.object({ id: Id });
const Time = z.iso
  .datetime({ offset: true, error: "must be a time such as 2026-01-15T08:30:00Z" })
  .transform((text) => new Date(text))
  .refine((time) => time.getTime() >= 0 && time.getTime() <= MAX_TIME_MS, "must be between 1970 and 9999");

const example: DeliveryDetail = {
  id: "0197a1b2-d3e4-7f50-8192-a3b4c5d6e7f8",
  alertId: "0197a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7",
  alertTitle: "Ownership of Treasury is being renounced",
  channelId: "0197a1b2-c182-7394-8fa0-b1c2d3e4f506",
  channelName: "Incident bot",
  channelType: "webhook",
  purpose: "alert.created",
  change: null,
  revision: 0,
  state: "failed",
  critical: true,
  waitsFor: null,
  groupedIntoId: null,
  groupSize: 1,
  fallbackForId: null,
  failure: null,
  redelivered: 0,
  attempts: [
    {
      number: 1,
      startedAt: "2026-01-15T08:31:12.000Z",
      durationMs: 148,
      outcome: "fatal",
      statusCode: 400,
      responseBody: "unknown field",
      error: "The receiver answered 400.",
      nextAttemptAt: null,
      request: {
        method: "POST",
        host: "hooks.example.com",
        headers: { "content-type": "application/json", "webhook-id": "msg_0197a1b2-d3e4-7f50-8192-a3b4c5d6e7f8" },
        body: '{"type":"alert.created"}',
      },
      responseHeaders: { "content-type": "text/plain" },
    },
  ],
  createdAt: "2026-01-15T08:31:11.900Z",
  nextAttemptAt: null,
  finishedAt: "2026-01-15T08:31:12.148Z",
  lastError: "The receiver answered 400.",
  destination: null,
};

/** `GET /v1/notifications/deliveries` */
export const listDeliveriesEndpoint = endpoint({
  method: "GET",
  path: "/v1/notifications/deliveries",
  summary: "List deliveries",
  description:
    "Newest first, each with every attempt. `meta.total` is exact up to 10,000. What was sent is in the single delivery.",
  tag,
  action: "delivery.read",
  list: true,
  query: z.strictObject({
    ...pageQuery,
    channelId: Id.optional(),
    alertId: Id.optional(),
    state: Delivery.shape.state.optional(),
    purpose: DeliveryPurpose.optional(),
    since: Time.optional().describe("Made at this time or later."),
  }),
  responses: { 200: { description: "Deliveries.", schema: listOf(Delivery) } },
});

/** `GET /v1/notifications/deliveries/{id}` */
export const getDeliveryEndpoint = endpoint({
  method: "GET",
  path: "/v1/notifications/deliveries/{id}",
  summary: "Get a delivery",
  description:
    "With the request and the answer of every attempt, secrets masked. Viewers get neither: an answer is read from " +
    "inside Sentinel's network, and may say more than its sender meant for everybody.",
  tag,
  action: "delivery.read",
  params,
  responses: { 200: { description: "The delivery.", schema: DeliveryDetail, example } },
  errors: [404],
});

/** `POST /v1/notifications/deliveries/{id}/redeliver` */
export const redeliverDeliveryEndpoint = endpoint({
  method: "POST",
  path: "/v1/notifications/deliveries/{id}/redeliver",
  summary: "Send a delivery again",
  description:
    "The same message under the same id (`webhook-id`), with a new ladder of retries; of a message that told of several " +
    "alerts, the whole message. 409 while it is on its way, and while its channel is switched off.",
  tag,
  action: "delivery.redeliver",
  params,
  responses: {
    202: {
      description: "It is on its way.",
      schema: DeliveryDetail,
      example: { ...example, state: "queued", redelivered: 1, finishedAt: null, lastError: null },
    },
  },
  errors: [404, 409],
});

/** `POST /v1/notifications/deliveries/redeliver` */
export const redeliverFailedEndpoint = endpoint({
  method: "POST",
  path: "/v1/notifications/deliveries/redeliver",
  summary: "Send again what failed since a time",
  description:
    "All deliveries about alerts that failed for good at `since` or later (and before `until`), on channels that are " +
    "on, oldest first, at most 10,000 a call. Each keeps its id.",
  tag,
  action: "delivery.redeliver",
  body: z.strictObject({
    channelId: Id.optional(),
    alertId: Id.optional(),
    since: Time,
    until: Time.optional(),
  }),
  example: { channelId: example.channelId, since: "2026-01-15T08:00:00Z" },
  responses: {
    202: {
      description: "How many are on their way.",
      schema: z.object({ queued: z.int() }),
      example: { queued: 312 },
    },
  },
  errors: [404, 409],
});
