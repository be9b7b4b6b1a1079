import { z } from "zod";

import { Channel, ChannelType } from "~/domain/channels/channel";
import { ChannelPatch, NewChannel } from "~/domain/channels/channel-input";
import { WebhookSecret } from "~/domain/channels/config-schemas";
import { Id } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";
import { pageQuery, queryFlag } from "../api/page-query";

const example = {
  id: "0197a1b2-c182-7394-8fa0-b1c2d3e4f506",
  type: "discord",
  name: "Security room",
  config: { webhookUrl: "https://discord.com/api/webhooks/***" },
  enabled: true,
  isFallback: false,
  maxPerMinute: null,
  digestMinutes: 15,
  quietHours: { from: "22:00", to: "07:00", timezone: "Europe/Berlin", days: [1, 2, 3, 4, 5] },
  templates: { title: "{{severity}}: {{title}}" },
  replayMaxAgeMinutes: 60,
  health: {
    status: "healthy",
    lastSuccessAt: "2026-01-15T08:31:13.000Z",
    lastError: null,
    failingSince: null,
    heldSince: null,
  },
  createdAt: "2026-01-15T08:00:00.000Z",
  updatedAt: "2026-01-15T08:00:00.000Z",
};

const tag = "Channels";
const params = z.object({ id: Id });

/** `GET /v1/notifications/channels` */
export const listChannelsEndpoint = endpoint({
  method: "GET",
  path: "/v1/notifications/channels",
  summary: "List channels",
  description: "Secrets are masked.",
  tag,
  action: "channel.read",
  list: true,
  query: z.strictObject({ ...pageQuery, type: ChannelType.optional(), enabled: queryFlag }),
  responses: { 200: { description: "Channels, newest first.", schema: listOf(Channel) } },
});

/** `POST /v1/notifications/channels` */
export const createChannelEndpoint = endpoint({
  method: "POST",
  path: "/v1/notifications/channels",
  summary: "Make a channel",
  description:
    "`discord` and `slack` take `webhookUrl`; `telegram` takes `botToken`, `chatId` and, if wanted, `threadId`; " +
    "`pagerduty` takes `integrationKey` and `region` (`us`, `eu`); `email` takes `to`; `webhook` takes `url` and, if " +
    "wanted, `headers`, `secret` and `kind`. A webhook without a secret is given one, which is in this answer and never " +
    "again. One channel at most is the fallback: making it another takes it from the one before.",
  tag,
  action: "channel.write",
  etag: false,
  body: NewChannel,
  example: { type: "webhook", name: "Incident bot", config: { url: "https://hooks.example.com/sentinel" } },
  responses: { 201: { description: "The new channel.", schema: Channel, example } },
});

/** `GET /v1/notifications/channels/{id}` */
export const getChannelEndpoint = endpoint({
  method: "GET",
  path: "/v1/notifications/channels/{id}",
  summary: "Get a channel",
  tag,
  action: "channel.read",
  params,
  responses: { 200: { description: "The channel.", schema: Channel, example } },
  errors: [404],
});

/** `PATCH /v1/notifications/channels/{id}` */
export const updateChannelEndpoint = endpoint({
  method: "PATCH",
  path: "/v1/notifications/channels/{id}",
  summary: "Change a channel",
  description:
    "What is not named stays, also inside `config`; a value sent back masked counts as not named, and null takes an " +
    "optional one away. `headers` and `templates` replace all there were. Switching on a channel that Sentinel has " +
    "switched off (`health.heldSince`) sends what was held: in order, what is older than `replayMaxAgeMinutes` as one summary.",
  tag,
  action: "channel.write",
  params,
  body: ChannelPatch,
  example: { enabled: false },
  responses: { 200: { description: "The changed channel.", schema: Channel, example } },
  errors: [404, 409, 412],
});

/** `DELETE /v1/notifications/channels/{id}` */
export const deleteChannelEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/notifications/channels/{id}",
  summary: "Delete a channel",
  tag,
  action: "channel.write",
  params,
  responses: { 204: { description: "Deleted, with its deliveries." } },
  errors: [404, 412],
});

const rotated = {
  ...example,
  type: "webhook",
  config: {
    url: "https://hooks.example.com/***",
    secret: "whsec_c2VudGluZWwtZXhhbXBsZS1zZWNyZXQtMDAwMDE=",
    previousSecretUntil: "2026-01-16T08:00:00.000Z",
  },
};

/** `POST /v1/notifications/channels/{id}/rotate-secret` */
export const rotateSecretEndpoint = endpoint({
  method: "POST",
  path: "/v1/notifications/channels/{id}/rotate-secret",
  summary: "Give a webhook a new signing secret",
  description:
    "The secret before signs too for 24 hours (`previousSecretUntil`). The new one is in this answer and never again.",
  tag,
  action: "channel.write",
  etag: false,
  idempotent: true,
  params,
  body: z.strictObject({ secret: WebhookSecret.optional().describe("One of your own; without it one is made.") }),
  example: {},
  responses: { 200: { description: "The channel with its new secret.", schema: Channel, example: rotated } },
  errors: [404, 409],
});

/** `POST /v1/notifications/channels/{id}/test` */
export const testChannelEndpoint = endpoint({
  method: "POST",
  path: "/v1/notifications/channels/{id}/test",
  summary: "Send a test message",
  description: "Goes the way of every alert, and answers how it ended: 502 with what the far side said.",
  tag,
  action: "channel.test",
  params,
  responses: {
    200: {
      description: "The far side took it.",
      schema: z.object({
        success: z.literal(true),
        message: z.string(),
        warning: z.string().optional().describe("What it objected to all the same, such as one of several recipients."),
      }),
      example: { success: true, message: "Test notification sent" },
    },
  },
  errors: [404, 502, 503],
});
