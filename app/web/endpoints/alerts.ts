import { z } from "zod";

import { Alert, AlertStatus, TxStatus } from "~/domain/alerts/alert";
import { AlertComment, NewComment } from "~/domain/comments/alert-comment";
import { Delivery } from "~/domain/deliveries/delivery";
import { Id, Severity } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";
import { commaList, pageQuery } from "../api/page-query";
import { alertExample as example } from "./alert-example";

/** The last instant of year 9999. */
const MAX_TIME_MS = 253_402_300_799_999;

const tag = "Alerts";
const params = z.object({ id: Id });
const Time = z.iso
  .datetime({ offset: true, error: "must be a time such as 2026-01-15T08:30:00Z" })
  .transform((text) => new Date(text))
  .refine((time) => time.getTime() >= 0 && time.getTime() <= MAX_TIME_MS, "must be between 1970 and 9999");
const Note = z.string().trim().max(2000, "must be at most 2,000 characters").nullish();

/** `GET /v1/alerts` */
export const listAlertsEndpoint = endpoint({
  method: "GET",
  path: "/v1/alerts",
  summary: "List alerts",
  description: "Newest first. `meta.total` is exact; beyond 10,000 it may be up to a minute old.",
  tag,
  action: "alert.read",
  list: true,
  query: z.strictObject({
    ...pageQuery,
    watchlistId: Id.optional(),
    ruleId: Id.optional(),
    network: z.string().max(100).optional().describe("A network's name."),
    severity: commaList(Severity).optional().describe("One or more, comma separated."),
    status: commaList(AlertStatus).optional().describe("One or more, comma separated."),
    txStatus: commaList(TxStatus).optional().describe("One or more, comma separated."),
    from: Time.optional().describe("Detected at this time or later."),
    to: Time.optional().describe("Detected at this time or earlier."),
    q: z.string().max(200).optional().describe("A transaction hash, an address, an id, or words of the title."),
    address: z.string().max(100).optional().describe("Sender or receiver."),
  }),
  responses: { 200: { description: "Alerts.", schema: listOf(Alert) } },
});

/** `GET /v1/alerts/{id}` */
export const getAlertEndpoint = endpoint({
  method: "GET",
  path: "/v1/alerts/{id}",
  summary: "Get an alert",
  tag,
  action: "alert.read",
  params,
  responses: { 200: { description: "The alert.", schema: Alert, example } },
  errors: [404],
});

/** `PATCH /v1/alerts/{id}/acknowledge` */
export const acknowledgeAlertEndpoint = endpoint({
  method: "PATCH",
  path: "/v1/alerts/{id}/acknowledge",
  summary: "Acknowledge an alert",
  description: "Again changes nothing: the first acknowledger stays.",
  tag,
  action: "alert.acknowledge",
  params,
  body: z.strictObject({ note: Note }),
  example: { note: "Planned upgrade, ticket OPS-112." },
  responses: { 200: { description: "The acknowledged alert.", schema: Alert, example } },
  errors: [404, 412],
});

/** `POST /v1/alerts/acknowledge` */
export const acknowledgeAlertsEndpoint = endpoint({
  method: "POST",
  path: "/v1/alerts/acknowledge",
  summary: "Acknowledge many alerts",
  description: "Those that somebody acknowledged before stay as they are; unknown ids are named in the answer.",
  tag,
  action: "alert.acknowledge",
  body: z.strictObject({
    ids: z.array(Id).min(1, "must have at least one id").max(500, "must be at most 500 ids"),
    note: Note,
  }),
  example: { ids: [example.id], note: "Planned maintenance." },
  responses: {
    200: {
      description: "What became of each id.",
      schema: z.object({ acknowledged: z.array(Id), unchanged: z.array(Id), notFound: z.array(Id) }),
      example: { acknowledged: [example.id], unchanged: [], notFound: [] },
    },
  },
});

/** `GET /v1/alerts/{id}/deliveries` */
export const listAlertDeliveriesEndpoint = endpoint({
  method: "GET",
  path: "/v1/alerts/{id}/deliveries",
  summary: "List an alert's deliveries",
  description: "Newest first: one a channel, and one for each update on it, each with every attempt.",
  tag,
  action: "delivery.read",
  list: true,
  params,
  query: z.strictObject(pageQuery),
  responses: { 200: { description: "Deliveries.", schema: listOf(Delivery) } },
  errors: [404],
});

const comment = {
  id: "0197a1b2-c182-7394-8fa0-b1c2d3e4f506",
  alertId: example.id,
  authorId: "0197a1b2-af60-7172-8d8e-9f0a1b2c3d4e",
  authorName: "Ada Lovelace",
  body: "Planned: ticket OPS-112. Watching until it confirms.",
  createdAt: "2026-01-15T08:33:00.000Z",
};

/** `GET /v1/alerts/{id}/comments` */
export const listCommentsEndpoint = endpoint({
  method: "GET",
  path: "/v1/alerts/{id}/comments",
  summary: "List an alert's comments",
  description: "Newest first.",
  tag,
  action: "comment.read",
  list: true,
  params,
  query: z.strictObject(pageQuery),
  responses: {
    200: {
      description: "Comments.",
      schema: listOf(AlertComment),
      example: { data: [comment], meta: { total: 1, page: 1, limit: 20, nextCursor: null } },
    },
  },
  errors: [404],
});

/** `POST /v1/alerts/{id}/comments` */
export const createCommentEndpoint = endpoint({
  method: "POST",
  path: "/v1/alerts/{id}/comments",
  summary: "Comment on an alert",
  description: "Plain text, at most 5,000 characters. Whoever follows the alert live is told (`alert.updated`).",
  tag,
  action: "comment.write",
  params,
  body: NewComment,
  example: { body: comment.body },
  etag: false,
  responses: { 201: { description: "The comment.", schema: AlertComment, example: comment } },
  errors: [404],
});

/** `GET /v1/alerts/stream` */
export const streamAlertsEndpoint = endpoint({
  method: "GET",
  path: "/v1/alerts/stream",
  summary: "Follow alerts live",
  description:
    "Server-sent events: `alert.created` and `alert.updated` with the alert as it is now, and `ping` every 15 s. " +
    "Send the last event's id as `Last-Event-ID` to go on with nothing lost, on whichever instance; a place of " +
    "`GET /v1/events` will do too. The stream ends when the access token does, or when it is revoked; come back with " +
    "a fresh one. Who reads nothing for a minute is let go, and resumes.",
  tag,
  action: "alert.read",
  responses: { 200: { description: "The stream.", schema: z.string(), contentType: "text/event-stream" } },
});
