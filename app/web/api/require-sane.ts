import { isStorableText } from "~/domain/is-storable-text";
import { jsonPointer } from "./field-errors";
import { invalidRequest } from "./invalid-request";

/** Deeper than any body of ours; what a hostile one could otherwise do to recursive code. */
const MAX_DEPTH = 32;

/**
 * Refuses what no schema would name and everything behind one trips over: text that PostgreSQL can't keep, nesting
 * without end, a `__proto__`.
 *
 * @throws AppError `invalid_input` at the first such place.
 */
export function requireSane(value: unknown, path: readonly string[] = []): void {
  if (typeof value === "string" && !isStorableText(value)) {
    const detail = "has a NUL character or half of a surrogate pair";
    throw invalidRequest([{ pointer: jsonPointer(path), detail, code: "invalid_characters" }]);
  }
  if (typeof value !== "object" || value === null) return;
  if (path.length >= MAX_DEPTH) {
    const detail = `is nested deeper than ${MAX_DEPTH} levels`;
    throw invalidRequest([{ pointer: jsonPointer(path), detail, code: "too_deep" }]);
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key === "__proto__" || !isStorableText(key)) {
      throw invalidRequest([{ pointer: jsonPointer([...path, key]), detail: "is not a field", code: "unknown_field" }]);
    }
    requireSane(inner, [...path, key]);
  }
}
