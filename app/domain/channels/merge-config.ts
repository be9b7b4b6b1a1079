import type { AppError } from "~/domain/errors";
import type { WebhookConfig } from "./config-schemas";
import { invalidConfig } from "./invalid-config";
import { MASKED, maskConfig } from "./mask-config";
import type { TypedConfig } from "./typed-config";

/** Set by `rotateSecret` alone. */
const OWN_FIELDS = ["previousSecret", "previousSecretUntil"];

/**
 * Lays a change over a stored configuration: what is not named, or is sent back as it was shown, stays, and null takes
 * an optional field away. The result still has to pass the type's schema.
 *
 * @throws AppError `invalid_input` when header values would follow the URL to another host: they are secrets of the old
 *   one; and for fields that only Sentinel sets.
 */
export function mergeConfig(stored: TypedConfig, patch: Record<string, unknown>): Record<string, unknown> {
  const shown = maskConfig(stored);
  const given = Object.entries(patch).filter(([key, value]) => value !== MASKED && !isSame(value, shown[key]));
  const own = stored.type === "webhook" ? given.find(([key]) => OWN_FIELDS.includes(key)) : undefined;
  if (own) throw refused(`/config/${own[0]}`, "is set by rotating the secret", "unknown_field");

  const merged: Record<string, unknown> = { ...stored.config, ...Object.fromEntries(given) };
  if (stored.type === "webhook") {
    const moves = originOf(merged.url) !== originOf(stored.config.url);
    merged.headers = mergeHeaders(stored.config, patch, moves);
    // A secret that is set outright replaces the one before too: somebody may know it.
    if (merged.secret !== stored.config.secret) for (const field of OWN_FIELDS) delete merged[field];
  }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined && value !== null));
}

function mergeHeaders(stored: WebhookConfig, patch: Record<string, unknown>, moves: boolean): unknown {
  const known = new Map(Object.entries(stored.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  if (!("headers" in patch)) {
    if (moves && known.size > 0) throw headersMustBeGiven("/config/headers");
    return stored.headers;
  }
  const headers = patch.headers;
  if (headers === null) return undefined;
  if (typeof headers !== "object" || Array.isArray(headers)) return headers;
  return Object.fromEntries(
    Object.entries(headers as Record<string, unknown>).map(([name, value]) => {
      const kept = value === MASKED ? known.get(name.toLowerCase()) : undefined;
      if (kept !== undefined && moves) throw headersMustBeGiven(`/config/headers/${escapePointer(name)}`);
      return [name, kept ?? value];
    }),
  );
}

function headersMustBeGiven(pointer: string): AppError {
  const detail = "must be given again (or as {}), because the URL now leads to another host";
  return refused(pointer, detail, "headers_required");
}

function refused(pointer: string, detail: string, code: string): AppError {
  return invalidConfig([{ pointer, detail, code }]);
}

/** Whether a value is the one that was shown; lists (mail addresses) are compared by what they hold. */
function isSame(value: unknown, shown: unknown): boolean {
  return value === shown || (Array.isArray(value) && JSON.stringify(value) === JSON.stringify(shown));
}

/** RFC 6901: `~` and `/` within a member name. */
function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function originOf(url: unknown): string | null {
  return typeof url === "string" && URL.canParse(url) ? new URL(url).origin : null;
}
