import { createHash, randomBytes } from "node:crypto";

/** A new token of 256 random bits, as it stands in the link. */
export function makeInvitationToken(): string {
  return randomBytes(32).toString("base64url");
}

/**
 * What of a token is stored: SHA-256, hex. Plain, for nobody can try 2^256 of them: a slow or keyed hash would add
 * nothing.
 */
export function hashInvitationToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
