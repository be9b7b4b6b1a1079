import type { AppLoadContext } from "@remix-run/node";

import type { Actor } from "~/domain/audit/actor";
import { AppError } from "~/domain/errors";
import { verifyAccessToken } from "~/domain/tokens/verify-access-token.server";
import { hasRole, type Role } from "~/domain/users/role";
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
  needed: Role | "anyone",
  headers: Headers,
): Promise<Actor> {
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
  if (!hasRole(caller.role, needed)) {
    ctx.log.warn(
      { userId: caller.userId, role: caller.role, needed, path: new URL(request.url).pathname },
      "role too low",
    );
    throw new AppError("forbidden", `This needs the role ${needed}; yours is ${caller.role}.`, {
      slug: "role_too_low",
    });
  }
  return { userId: caller.userId, role: caller.role, ip, requestId };
}
