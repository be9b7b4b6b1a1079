import type { AppLoadContext } from "@remix-run/node";

import { can } from "~/domain/access/can";
import { permissionOf } from "~/domain/access/permission-of";
import type { Action } from "~/domain/access/permissions";
import { recordForbidden } from "~/domain/access/record-forbidden.server";
import { type KeyCaller, verifyApiKey } from "~/domain/api-keys/verify-api-key.server";
import type { Actor } from "~/domain/audit/actor";
import { AppError } from "~/domain/errors";
import { type TokenCaller, verifyAccessToken } from "~/domain/tokens/verify-access-token.server";
import { clientNetwork } from "~/domain/users/client-network";
import type { Role } from "~/domain/users/role";
import { CALLER_LIMIT, consume } from "./rate-limit.server";

/** One token (RFC 6750, 2.1) and nothing beside it: two headers arrive as one with a comma, which no token has. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;
/** What may be done before a second factor that is demanded is set up: whatever sets it up. */
const WITHOUT_FACTOR = /^\/v1\/me(\/|$)/;

/**
 * Who calls: by `Authorization: Bearer` (RFC 6750) and nowhere else, with an access token or an API key. Counted against
 * the limit of that token or key, or of the address when there is none or it isn't good.
 *
 * @throws AppError `unauthenticated`, `forbidden` (which is audited), `rate_limited`.
 */
export async function authenticate(
  request: Request,
  { ctx, ip, requestId }: AppLoadContext,
  action: Action,
  headers: Headers,
): Promise<Actor> {
  if (permissionOf(action).role === "anyone") {
    await consume(ctx, CALLER_LIMIT, callerAddress(ip), headers);
    return { userId: null, ip, requestId };
  }
  const token = BEARER.exec(request.headers.get("Authorization") ?? "")?.[1];
  const caller = token === undefined ? null : await callerOf(token);
  await consume(ctx, CALLER_LIMIT, caller === null ? callerAddress(ip) : keyOf(caller), headers);
  if (caller === null) {
    throw new AppError("unauthenticated", "A valid access token or API key is needed: Authorization: Bearer <token>.", {
      slug: "invalid_token",
    });
  }
  const { mustEnroll, ...who } = caller;
  const actor = { ...who, ip, requestId };
  const pathname = new URL(request.url).pathname;
  const refusal = refusalOf(actor, action) ?? (mustEnroll && !WITHOUT_FACTOR.test(pathname) ? enrollFirst() : null);
  if (refusal === null) return actor;
  await recordForbidden(ctx, { actor, action, reason: refusal.slug });
  throw refusal;

  function callerOf(credential: string): Promise<TokenCaller | KeyCaller | null> {
    return credential.startsWith("sntl_") ? verifyApiKey(ctx, credential, ip) : verifyAccessToken(ctx, credential);
  }
}

/** Of an IPv6 address its /64: one machine has as many of them as it likes. */
const callerAddress = (ip: string) => `ip:${clientNetwork(ip)}`;

function keyOf(caller: TokenCaller | KeyCaller): string {
  return "apiKeyId" in caller ? `key:${caller.apiKeyId}` : `token:${caller.sessionId}`;
}

function refusalOf(actor: Actor & { role: Role }, action: Action): AppError | null {
  if (can(actor, action)) return null;
  const { role: needed, inPerson } = permissionOf(action);
  if (inPerson === true && actor.apiKeyId !== undefined) {
    return new AppError("forbidden", "An API key may not do this: sign in with an email address and a password.", {
      slug: "not_for_api_keys",
    });
  }
  return new AppError("forbidden", `This needs the role ${needed}; yours is ${actor.role}.`, { slug: "role_too_low" });
}

function enrollFirst(): AppError {
  return new AppError("forbidden", "Your role needs a second factor: set one up first, at /v1/me/totp.", {
    slug: "totp_enrollment_required",
  });
}
