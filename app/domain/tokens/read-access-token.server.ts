import { createSecretKey, type KeyObject } from "node:crypto";
import { errors, type JWTHeaderParameters, jwtVerify } from "jose";

import type { Secrets } from "~/platform/secrets.server";
import { ACCESS_TOKEN } from "./access-token";

/** What a good access token says. */
export interface AccessTokenClaims {
  userId: string;
  sessionId: string;
  sessionVersion: number;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const keyrings = new WeakMap<Secrets, ReadonlyMap<string, KeyObject>>();

/** The keys that may have signed, by id; made once, for every request needs one. */
function keyringOf(secrets: Secrets): ReadonlyMap<string, KeyObject> {
  const existing = keyrings.get(secrets);
  if (existing) return existing;
  const made = new Map(secrets.keys(ACCESS_TOKEN.keyPurpose).map(({ id, key }) => [id, createSecretKey(key)]));
  keyrings.set(secrets, made);
  return made;
}

/**
 * What an access token says, if it is one of ours by itself: signature, algorithm, type, issuer, audience, time. Its key
 * is chosen by `kid` among our own and by nothing else: `jwk`, `jku` and `x5u` are not looked at (RFC 8725, 3.1, 3.10).
 * Null for any that isn't good; why is nobody's business.
 */
export async function readAccessToken(secrets: Secrets, token: string): Promise<AccessTokenClaims | null> {
  const { algorithm, type, issuer, audience } = ACCESS_TOKEN;
  const keys = keyringOf(secrets);
  const keyOf = ({ kid }: JWTHeaderParameters): KeyObject => {
    const key = kid === undefined ? undefined : keys.get(kid);
    if (key === undefined) throw new errors.JWTInvalid("signed with an unknown key");
    return key;
  };
  const verified = await jwtVerify(token, keyOf, {
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
  if (typeof sub !== "string" || typeof sid !== "string" || typeof ver !== "number" || !UUID.test(sid)) return null;
  return { userId: sub, sessionId: sid, sessionVersion: ver };
}
