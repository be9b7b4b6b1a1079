import { z } from "zod";

import { isStorableText } from "~/domain/is-storable-text";
import { fieldErrors } from "./field-errors";
import { invalidRequest } from "./invalid-request";
import { MAX_PAGED_ROWS } from "./list-body";

const NONE = z.strictObject({});

/**
 * Reads the query string by a schema: unknown, repeated and invalid parameters are each named.
 *
 * @throws AppError `invalid_input`.
 */
export function parseQuery(url: URL, schema: z.ZodObject | undefined): unknown {
  const values: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (Object.hasOwn(values, name)) {
      throw invalidRequest([{ pointer: `?${name}`, detail: "is given more than once", code: "repeated_parameter" }]);
    }
    if (!isStorableText(name) || !isStorableText(value)) {
      throw invalidRequest([{ pointer: `?${name}`, detail: "has a NUL character", code: "invalid_characters" }]);
    }
    // An own property whatever the name is, `__proto__` too.
    Object.defineProperty(values, name, { value, enumerable: true });
  }
  const parsed = (schema ?? NONE).strict().safeParse(values);
  if (!parsed.success) throw invalidRequest(fieldErrors(parsed.error, values, "query"));
  return parsed.data;
}

/**
 * Holds a list to what can be paged cheaply.
 *
 * @throws AppError `invalid_input` when both `page` and `cursor` are given, or the page lies too deep.
 */
export function requirePageInReach(query: unknown): void {
  const { page, limit, cursor } = query as { page?: number; limit: number; cursor?: string };
  if (page === undefined) return;
  if (cursor !== undefined) {
    throw invalidRequest([{ pointer: "?page", detail: "cannot be given together with cursor", code: "exclusive" }]);
  }
  if (page * limit > MAX_PAGED_ROWS) {
    const detail = "page times limit may not pass 10,000 rows; use cursor (meta.nextCursor) to go deeper";
    throw invalidRequest([{ pointer: "?page", detail, code: "page_too_deep" }]);
  }
}
