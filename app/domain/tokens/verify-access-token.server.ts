import { errors, jwtVerify } from "jose";

import { Role } from "~/domain/users/role";
import type { Context } from "~/platform/context.server";
import { ACCESS_TOKEN } from "./access-token";

/** Whom a good access token speaks for. */
export interface TokenCaller {
  userId: string;
  role: Role;
  sessionId: string;
}

/**
 * Checks an access token: signature, algorithm, type, audience and time by the token itself (RFC 8725), then that its
 * user and sign-in are still what they were. Null for any that isn't good; why is nobody's business.
 */
export async function verifyAccessToken(ctx: Context, token: string): Promise<TokenCaller | null> {
  const claims = await readClaims(ctx, token);
  if (claims === null) return null;
  const session = await ctx.db.session.findUnique({
    where: { id: claims.sessionId },
    select: { revokedAt: true, user: { select: { id: true, role: true, disabledAt: true, sessionVersion: true } } },
  });
  const user = session?.user;
  if (!user || session.revokedAt !== null || user.id !== claims.userId) return null;
  if (user.disabledAt !== null || user.sessionVersion !== claims.sessionVersion) return null;
  return { userId: user.id, role: Role.parse(user.role), sessionId: claims.sessionId };
}

async function readClaims(ctx: Context, token: string) {
  const key = ctx.secrets.key("access-token");
  const { algorithm, type, issuer, audience } = ACCESS_TOKEN;
  const verified = await jwtVerify(token, key, {
    algorithms: [algorithm],
    typ: type,
    issuer,
    audience,
    requiredClaims: ["sub", "sid", "ver", "exp", "iat"],
  }).catch((error: unknown) => {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  });
  const { sub, sid, ver } = verified?.payload ?? {};
  if (typeof sub !== "string" || typeof sid !== "string" || typeof ver !== "number") return null;
  return { userId: sub, sessionId: sid, sessionVersion: ver };
}
