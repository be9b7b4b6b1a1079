import { permissionOf } from "~/domain/access/permission-of";
import { type EndpointSpec, takesIdempotencyKey } from "../api/endpoint";
import { PROBLEM_TITLES } from "../api/problem-titles";
import { isChange } from "./operation-traits";
import { PROBLEM_CODES } from "./problem-codes";
import type { JsonSchema } from "./schema-collector";

const ERRORS = [{ pointer: "/name", detail: "is required", code: "required" }];

/** The problems of these codes, as components that operations refer to. */
export function problemExamples(publicUrl: string, codes: ReadonlySet<string>): Record<string, JsonSchema> {
  return Object.fromEntries(
    PROBLEM_CODES.filter(({ code }) => codes.has(code)).map(({ code, status, meaning }) => [
      code,
      {
        summary: meaning,
        value: {
          type: `${publicUrl}/docs/api#problem-${code}`,
          title: PROBLEM_TITLES[status] ?? "Error",
          status,
          detail: code === "invalid_input" ? "/name: is required" : meaning.replaceAll("`", ""),
          instance: "urn:uuid:0199a3c4-5b6e-7f00-8a1b-2c3d4e5f6071",
          code,
          ...(code === "invalid_input" ? { errors: ERRORS } : {}),
        },
      },
    ]),
  );
}

/** References to what an operation's error of this status can look like: one example for each code. */
export function problemExamplesOf(endpoint: EndpointSpec, status: number): Record<string, JsonSchema> {
  const possible = [...codesOfBuilder(endpoint), ...(endpoint.codes ?? [])];
  const codes = PROBLEM_CODES.filter((known) => known.status === status && possible.includes(known.code));
  // A status of the endpoint's own without a word about its codes: the most ordinary one stands first in the table.
  const shown = codes.length > 0 ? codes : PROBLEM_CODES.filter((known) => known.status === status).slice(0, 1);
  return Object.fromEntries(shown.map(({ code }) => [code, { $ref: `#/components/examples/${code}` }]));
}

/** The codes that can come of what the builder does for the endpoint, whatever its handler does. */
function codesOfBuilder(endpoint: EndpointSpec): string[] {
  const { action, params, errors = [] } = endpoint;
  const { role, inPerson } = permissionOf(action);
  return [
    ...["invalid_input", "not_acceptable", "body_too_large", "unsupported_media_type", "unsupported_encoding"],
    ...["uri_too_long", "rate_limited", "internal_error", "unavailable"],
    ...(role === "anyone" ? [] : ["invalid_token", "totp_enrollment_required"]),
    ...(role === "analyst" || role === "admin" ? ["role_too_low"] : []),
    ...(inPerson ? ["not_for_api_keys"] : []),
    ...(params === undefined ? [] : ["not_found", "malformed_path"]),
    ...(takesIdempotencyKey(endpoint)
      ? ["invalid_idempotency_key", "idempotency_in_progress", "idempotency_mismatch"]
      : []),
    ...(isChange(endpoint) ? ["stale_etag", "etag_matched", "invalid_condition"] : []),
    ...(errors.includes(404) ? ["not_found"] : []),
    ...(errors.includes(409) ? ["conflict"] : []),
  ];
}
