import { SignJWT } from "jose";

import type { Context } from "~/platform/context.server";
import { ACCESS_TOKEN } from "./access-token";

interface Claims {
  userId: string;
  sessionId: string;
  sessionVersion: number;
  expiresInSeconds: number;
}

/** Signs an access token: a JWT that any instance can check without asking another. `kid` names the secret's key. */
export async function signAccessToken(ctx: Context, { userId, sessionId, sessionVersion, expiresInSeconds }: Claims) {
  const now = Math.floor(Date.now() / 1000);
  const [current] = ctx.secrets.keys(ACCESS_TOKEN.keyPurpose);
  if (current === undefined) throw new Error("There is no key to sign access tokens with.");
  return new SignJWT({ sid: sessionId, ver: sessionVersion })
    .setProtectedHeader({ alg: ACCESS_TOKEN.algorithm, typ: ACCESS_TOKEN.type, kid: current.id })
    .setSubject(userId)
    .setIssuer(ACCESS_TOKEN.issuer)
    .setAudience(ACCESS_TOKEN.audience)
    .setJti(ctx.newId())
    .setIssuedAt(now)
    .setExpirationTime(now + expiresInSeconds)
    .sign(current.key);
}
