import { createHash } from "node:crypto";

/** A strong entity tag (RFC 9110, 8.8.3): the same exactly when the body's bytes are. */
export function etagOf(body: string): string {
  return `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
}

/** Whether `If-None-Match` names the tag: compared weakly, for proxies weaken tags when they compress. */
export function matchesWeakly(header: string, etag: string): boolean {
  return tagsOf(header).some((tag) => tag === "*" || tag.replace(/^W\//, "") === etag);
}

/** Whether `If-Match` names the tag: compared strongly, so a weak tag never does. */
export function matchesStrongly(header: string, etag: string): boolean {
  return tagsOf(header).some((tag) => tag === "*" || tag === etag);
}

/** The tags of a list; what is empty between commas is none (RFC 9110, 5.6.1). */
const tagsOf = (header: string) =>
  header
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
