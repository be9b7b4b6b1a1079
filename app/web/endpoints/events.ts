import { z } from "zod";

import { FeedEvent, FeedEventType } from "~/domain/events/feed-event";
import { endpoint } from "../api/endpoint";
import { commaList, pageQuery } from "../api/page-query";
import { alertExample } from "./alert-example";

const delivery = "0197a1b2-b071-7283-8e9f-0a1b2c3d4e5f";

const Feed = z.object({
  data: z.array(FeedEvent),
  meta: z.object({
    total: z.int().describe("Changes that are kept; 10,001 means more than 10,000."),
    page: z.null(),
    limit: z.int(),
    nextCursor: z.string().describe("Where to go on: always given, for what comes later is after it."),
    hasMore: z.boolean().describe("There is more to be read at once."),
  }),
});

/** `GET /v1/events` */
export const listEventsEndpoint = endpoint({
  method: "GET",
  path: "/v1/events",
  summary: "Catch up on events",
  description:
    "Every state change of every alert and delivery, oldest first, in an order in which nothing is ever added before " +
    "what you have read. Keep `meta.nextCursor`, and ask again with it: at once while `meta.hasMore`, else when you " +
    "like. An event's `id`, and an `id` of `GET /v1/alerts/stream`, are cursors too. `sending` is no event: what came " +
    "of a try is (`delivery.queued` with `change.kind` `retry`, or an end). Messages without an alert (tests, notices " +
    "about channels and silences) are not in it. Events are kept as long as their alerts; that a delivery was made " +
    "with its alert is told as long as the delivery is kept (`DELIVERY_RETENTION_DAYS`). With `type` a part may have " +
    "few events, or none, while there are more.",
  tag: "Events",
  action: "event.read",
  query: z.strictObject({
    cursor: z
      .string()
      .min(1, "must not be empty")
      .max(100, "is not a cursor of this feed")
      .optional()
      .meta({ description: "Go on after this place.", examples: ["8412-1977"] }),
    start: z
      .enum(["oldest", "latest"], 'must be "oldest" or "latest"')
      .default("oldest")
      .describe("Without a cursor: begin with the oldest event, or with what comes from now on."),
    type: commaList(FeedEventType).optional().describe("One or more, comma separated."),
    limit: pageQuery.limit,
  }),
  etag: false,
  responses: {
    200: {
      description: "Events.",
      schema: Feed,
      example: {
        data: [
          {
            id: "8412-1977",
            type: "alert.created",
            at: alertExample.detectedAt,
            alertId: alertExample.id,
            deliveryId: null,
            actorId: null,
            change: { kind: "created" },
            data: alertExample,
          },
          {
            id: `8412-1977-${delivery}`,
            type: "delivery.queued",
            at: alertExample.detectedAt,
            alertId: alertExample.id,
            deliveryId: delivery,
            actorId: null,
            change: { kind: "created" },
            data: {
              id: delivery,
              alertId: alertExample.id,
              channelId: "0197a1b2-c182-7394-8fa0-b1c2d3e4f506",
              state: "queued",
              sentAs: null,
            },
          },
        ],
        meta: { total: 1, page: null, limit: 20, nextCursor: `8412-1977-${delivery}`, hasMore: false },
      },
    },
  },
});
