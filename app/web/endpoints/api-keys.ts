import { z } from "zod";

import { ApiKey, MadeApiKey, NewApiKey } from "~/domain/api-keys/api-key";
import { Id } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";
import { pageQuery } from "../api/page-query";

const example = {
  id: "0199a3c4-8e3f-7b43-9d2c-3b4c5d6e7f80",
  name: "Terraform",
  role: "analyst",
  prefix: "sntl_4qZ0bXw",
  ownerId: "0199a3c4-5b6e-7f00-8a1b-2c3d4e5f6071",
  ownerName: "Ada Lovelace",
  createdAt: "2026-01-15T08:31:13.000Z",
  lastUsedAt: "2026-01-15T09:02:00.000Z",
  lastUsedIp: "203.0.113.7",
  expiresAt: "2026-04-15T08:31:13.000Z",
};

const tag = "API keys";

/** `GET /v1/api-keys` */
export const listApiKeysEndpoint = endpoint({
  method: "GET",
  path: "/v1/api-keys",
  summary: "List API keys",
  description:
    "Your own, and for admins everybody's; newest first, expired ones included, revoked ones not. Of a key only its " +
    "`prefix` is known.",
  tag,
  action: "api_key.read",
  list: true,
  query: z.strictObject({ ...pageQuery, userId: Id.optional().describe("Only this user's.") }),
  responses: {
    200: {
      description: "API keys.",
      schema: listOf(ApiKey),
      example: { data: [example], meta: { total: 1, page: 1, limit: 20, nextCursor: null } },
    },
  },
});

/** `POST /v1/api-keys` */
export const createApiKeyEndpoint = endpoint({
  method: "POST",
  path: "/v1/api-keys",
  summary: "Make an API key",
  description:
    "It acts for you, with `role` or with yours when that is lower at the time, until it expires, is revoked, or you are " +
    "disabled or removed. Your sign-in must be a recent one (403 `reauthentication_required`). 409 `too_many_keys` when " +
    "you have a hundred.",
  tag,
  action: "api_key.create",
  etag: false,
  body: NewApiKey,
  example: { name: example.name, role: example.role, expiresIn: 90 },
  responses: {
    201: {
      description: "The new key.",
      schema: MadeApiKey,
      example: { ...example, lastUsedAt: null, lastUsedIp: null, key: "sntl_4qZ0bXwEXAMPLEexampleEXAMPLEexamp1e00" },
    },
  },
  errors: [409],
});

/** `DELETE /v1/api-keys/{id}` */
export const revokeApiKeyEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/api-keys/{id}",
  summary: "Revoke an API key",
  description: "It works on no instance from its next request on. Your own; for admins anybody's.",
  tag,
  action: "api_key.revoke",
  params: z.object({ id: Id }),
  responses: { 204: { description: "Revoked." } },
  errors: [404],
});
