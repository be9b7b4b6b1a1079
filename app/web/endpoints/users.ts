import { z } from "zod";

import { UserSession } from "~/domain/sessions/user-session";
import { Id } from "~/domain/shared-schemas";
import { Role } from "~/domain/users/role";
import { UserDetail, UserInput, UserPatch } from "~/domain/users/user";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";
import { commaList, pageQuery, queryFlag } from "../api/page-query";

const example = {
  id: "0199a3c4-5b6e-7f00-8a1b-2c3d4e5f6071",
  email: "ada@example.com",
  name: "Ada Lovelace",
  role: "analyst",
  mfaEnabled: true,
  disabled: false,
  lastSignInAt: "2026-01-15T07:58:02.117Z",
  createdAt: "2025-11-03T10:12:44.000Z",
};

const tag = "People";
const params = z.object({ id: Id });

/** `GET /v1/users` */
export const listUsersEndpoint = endpoint({
  method: "GET",
  path: "/v1/users",
  summary: "List users",
  description: "Newest first, disabled ones included.",
  tag,
  action: "user.read",
  list: true,
  query: z.strictObject({
    ...pageQuery,
    q: z.string().max(200).optional().describe("Text in the name or the email address."),
    role: commaList(Role).optional().describe("One or more, comma separated."),
    enabled: queryFlag.describe("`false`: those who are disabled."),
  }),
  responses: { 200: { description: "Users.", schema: listOf(UserDetail) } },
});

/** `POST /v1/users` */
export const createUserEndpoint = endpoint({
  method: "POST",
  path: "/v1/users",
  summary: "Make a user",
  description:
    "Without a password they cannot sign in until one is set; an invitation lets them choose their own, so that nobody " +
    "else has known it. An admin is made by a person with a recent sign-in (403 `reauthentication_required`), never by " +
    "an API key (403 `not_for_api_keys`).",
  tag,
  action: "user.write",
  codes: ["reauthentication_required", "not_for_api_keys"],
  body: UserInput,
  example: { email: example.email, name: example.name, role: example.role, password: "a long pass phrase of hers" },
  responses: {
    201: {
      description: "The new user.",
      schema: UserDetail,
      example: { ...example, mfaEnabled: false, lastSignInAt: null },
    },
  },
  errors: [409],
});

/** `GET /v1/users/{id}` */
export const getUserEndpoint = endpoint({
  method: "GET",
  path: "/v1/users/{id}",
  summary: "Get a user",
  tag,
  action: "user.read",
  params,
  responses: { 200: { description: "The user.", schema: UserDetail, example } },
  errors: [404],
});

/** `PATCH /v1/users/{id}` */
export const updateUserEndpoint = endpoint({
  method: "PATCH",
  path: "/v1/users/{id}",
  summary: "Change a user",
  description:
    "What is not named stays. Another role, another password and `disabled` end at once what was issued to them before: " +
    "sign-ins and tokens, and with `disabled` their API keys for good. The last admin who can sign in stays one (409 " +
    "`last_admin`). For a role or a password your own sign-in must be a recent one (403 `reauthentication_required`); an " +
    "API key sets no password and makes nobody an admin (403 `not_for_api_keys`).",
  tag,
  action: "user.write",
  codes: ["reauthentication_required", "not_for_api_keys"],
  params,
  body: UserPatch,
  example: { role: "viewer" },
  responses: {
    200: { description: "The changed user.", schema: UserDetail, example: { ...example, role: "viewer" } },
  },
  errors: [404, 409, 412],
});

/** `DELETE /v1/users/{id}` */
export const deleteUserEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/users/{id}",
  summary: "Remove a user",
  description:
    "Their sign-ins, API keys, chat accounts and factors are gone at once, and the open invitations they made end. Alerts " +
    "and the audit log go on naming them; the email address is free for somebody else. You may remove yourself, but " +
    "nobody the last admin who can sign in (409 `last_admin`).",
  tag,
  action: "user.write",
  params,
  responses: { 204: { description: "Removed." } },
  errors: [404, 409, 412],
});

/** `GET /v1/users/{id}/sessions` */
export const listUserSessionsEndpoint = endpoint({
  method: "GET",
  path: "/v1/users/{id}/sessions",
  summary: "List a user's sign-ins",
  tag,
  action: "user.read",
  params,
  responses: {
    200: {
      description: "Those that are still good, the last used first, all of them.",
      schema: listOf(UserSession),
      example: {
        data: [
          {
            id: "0199a3c4-6c7f-7911-9b2c-3d4e5f607182",
            kind: "token",
            ip: "203.0.113.7",
            userAgent: "curl/8.14.1",
            createdAt: "2026-01-15T07:58:02.117Z",
            lastSeenAt: "2026-01-15T09:02:00.000Z",
            expiresAt: "2026-04-15T07:58:02.117Z",
            current: false,
          },
        ],
        meta: { total: 1, page: 1, limit: 1, nextCursor: null },
      },
    },
  },
  errors: [404],
});

/** `DELETE /v1/users/{id}/sessions` */
export const endUserSessionsEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/users/{id}/sessions",
  summary: "Sign a user out everywhere",
  description:
    "Ends their sign-ins and what was issued under them; your own, when it is you, but the one in use. API keys stay.",
  tag,
  action: "user.sign_out",
  params,
  responses: { 204: { description: "Ended." } },
  errors: [404, 412],
});

/** `DELETE /v1/users/{id}/totp` */
export const resetUserTotpEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/users/{id}/totp",
  summary: "Take a user's second factor away",
  description:
    "For who has lost the authenticator and the recovery codes. Their sign-ins end. Asks for a sign-in of the last ten " +
    "minutes (`POST /v1/me/confirm`), else 403 `reauthentication_required`.",
  tag,
  action: "user.reset_factor",
  codes: ["reauthentication_required"],
  params,
  responses: { 204: { description: "Gone." } },
  errors: [404, 412],
});
