import { AppError } from "~/domain/errors";
import type { WebhookConfig } from "./config-schemas";
import { MASKED, maskConfig, type TypedConfig } from "./mask-config";

/**
 * Lays a change over a stored configuration: what is not named, or is sent back as it was shown, stays. The result
 * still has to pass the type's schema.
 *
 * @throws AppError `invalid_input` when header values would follow the URL to another host: they are secrets of the old one.
 */
export function mergeConfig(stored: TypedConfig, patch: Record<string, unknown>): Record<string, unknown> {
  const shown = maskConfig(stored);
  const given = Object.entries(patch).filter(([key, value]) => value !== MASKED && value !== shown[key]);
  const merged: Record<string, unknown> = { ...stored.config, ...Object.fromEntries(given) };
  if (stored.type === "discord") return merged;

  const movesTo = originOf(merged.url);
  const moves = movesTo !== originOf(stored.config.url);
  merged.headers = mergeHeaders(stored.config, patch, moves);
  if (merged.headers === undefined) delete merged.headers;
  return merged;
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
  return new AppError("invalid_input", "The headers must be given again.", {
    errors: [{ pointer, detail, code: "headers_required" }],
  });
}

/** RFC 6901: `~` and `/` within a member name. */
function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function originOf(url: unknown): string | null {
  return typeof url === "string" && URL.canParse(url) ? new URL(url).origin : null;
}
