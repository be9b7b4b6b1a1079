import { z } from "zod";

import { UserSession } from "~/domain/sessions/user-session";
import { Id } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";

const tag = "Authentication";

/** `GET /v1/me/sessions` */
export const listSessionsEndpoint = endpoint({
  method: "GET",
  path: "/v1/me/sessions",
  summary: "List your sign-ins",
  description:
    "Of browsers (they end after 12 hours without use, and after 7 days in any case) and of API clients (14 days, 90 days).",
  tag,
  action: "session.read",
  responses: {
    200: {
      description: "Your sign-ins that are still good, the last used first, all of them.",
      schema: listOf(UserSession),
      example: {
        data: [
          {
            id: "0199a3c4-5b6e-7f00-8a1b-2c3d4e5f6071",
            kind: "browser",
            ip: "203.0.113.7",
            userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            createdAt: "2026-01-15T08:31:13.000Z",
            lastSeenAt: "2026-01-15T09:02:41.000Z",
            expiresAt: "2026-01-22T08:31:13.000Z",
            current: false,
          },
        ],
        meta: { total: 1, page: 1, limit: 1, nextCursor: null },
      },
    },
  },
});

/** `DELETE /v1/me/sessions` */
export const endOtherSessionsEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/me/sessions",
  summary: "End all your other sign-ins",
  description: "All but the one that the token belongs to.",
  tag,
  action: "session.end",
  responses: { 204: { description: "Ended, with everything issued under them." } },
});

/** `DELETE /v1/me/sessions/{id}` */
export const endSessionEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/me/sessions/{id}",
  summary: "End a sign-in",
  description: "Your own, also the one in use; an admin may end anybody's.",
  tag,
  action: "session.end",
  params: z.object({ id: Id }),
  responses: { 204: { description: "Ended, with everything issued under it; also when it was before." } },
  errors: [404],
});
