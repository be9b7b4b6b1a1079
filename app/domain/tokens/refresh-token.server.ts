import { createHash, randomBytes } from "node:crypto";

const FORM = /^sntl_rt_(\d{1,9})_[A-Za-z0-9_-]{43}$/;

/**
 * A new refresh token: 256 random bits. It carries the session version of its user, covered by the stored hash, so that
 * a changed password or role ends it without a column of its own.
 */
export function makeRefreshToken(sessionVersion: number): string {
  return `sntl_rt_${sessionVersion}_${randomBytes(32).toString("base64url")}`;
}

/** What of a refresh token is stored. */
export function hashRefreshToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** The session version a token was made for; null when it isn't one of ours. */
export function sessionVersionOf(token: string): number | null {
  const version = FORM.exec(token)?.[1];
  return version === undefined ? null : Number(version);
}
