import type { AppLoadContext } from "@remix-run/node";

import { can } from "~/domain/access/can";
import { permissionOf } from "~/domain/access/permission-of";
import type { Action } from "~/domain/access/permissions";
import type { Actor } from "~/domain/audit/actor";
import { AppError } from "~/domain/errors";
import { verifyAccessToken } from "~/domain/tokens/verify-access-token.server";
import { CALLER_LIMIT, consume } from "./rate-limit.server";

/**
 * Who calls: by `Authorization: Bearer` (RFC 6750), counted against the limit of that token, or of the address when
 * there is none or it isn't good.
 *
 * @throws AppError `unauthenticated`, `forbidden`, `rate_limited`.
 */
export async function authenticate(
  request: Request,
  { ctx, ip, requestId }: AppLoadContext,
  action: Action,
  headers: Headers,
): Promise<Actor> {
  const needed = permissionOf(action).role;
  if (needed === "anyone") {
    await consume(ctx, CALLER_LIMIT, `ip:${ip}`, headers);
    return { userId: null, ip, requestId };
  }
  const token = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1];
  const caller = token === undefined ? null : await verifyAccessToken(ctx, token);
  await consume(ctx, CALLER_LIMIT, caller === null ? `ip:${ip}` : `token:${caller.sessionId}`, headers);
  if (caller === null) {
    throw new AppError("unauthenticated", "A valid access token is needed: Authorization: Bearer <token>.", {
      slug: "invalid_token",
    });
  }
  const { userId, role, sessionId } = caller;
  const actor = { userId, role, sessionId, ip, requestId };
  if (!can(actor, action)) {
    ctx.log.warn({ userId, role, action, path: new URL(request.url).pathname }, "not allowed");
    throw new AppError("forbidden", `This needs the role ${needed}; yours is ${role}.`, { slug: "role_too_low" });
  }
  return actor;
}
