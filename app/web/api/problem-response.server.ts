import type { AppLoadContext } from "@remix-run/node";

import { AppError, type AppErrorCode, type FieldError } from "~/domain/errors";
import { ApiProblem } from "./api-problem";
import { isDatabaseAway } from "./is-database-away";
import { PROBLEM_TITLES } from "./problem-titles";

const STATUS: Record<AppErrorCode, number> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  precondition_failed: 412,
  unprocessable: 422,
  rate_limited: 429,
  upstream_refused: 502,
  unavailable: 503,
};

interface Problem {
  status: number;
  code: string;
  detail: string;
  errors: FieldError[];
  headers: Record<string, string>;
}

/**
 * The answer to anything thrown: `application/problem+json` (RFC 9457). What is neither an `AppError` nor an
 * `ApiProblem` is a bug: its inside goes to the log under the same `instance`, and nothing of it to the client.
 */
export function problemResponse(error: unknown, { ctx }: Pick<AppLoadContext, "ctx">): Response {
  const problem = problemOf(error);
  const instance = `urn:uuid:${ctx.newId()}`;
  const { status, code, detail } = problem;
  // What a far side or an outage does is no bug of ours: known by its code, and no stack helps.
  if (status >= 500 && error instanceof AppError) ctx.log.warn({ instance, status, code, detail }, "request failed");
  else if (status >= 500) ctx.log.error({ err: error, instance, status }, "request failed");
  else ctx.log.debug({ instance, status, code, detail }, "request refused");

  const body = {
    type: `${ctx.env.PUBLIC_URL}/docs/api#problem-${problem.code}`,
    title: PROBLEM_TITLES[problem.status] ?? "Error",
    status: problem.status,
    detail: problem.detail,
    instance,
    code: problem.code,
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
  };
  const text = JSON.stringify(body);
  const headers = new Headers(problem.headers);
  headers.set("Content-Type", "application/problem+json; charset=utf-8");
  headers.set("Content-Length", String(Buffer.byteLength(text)));
  return new Response(text, { status: problem.status, headers });
}

function problemOf(error: unknown): Problem {
  if (error instanceof ApiProblem) {
    return {
      status: error.status,
      code: error.code,
      detail: error.message,
      errors: error.errors,
      headers: error.headers,
    };
  }
  if (error instanceof AppError) {
    const headers: Record<string, string> = {};
    // RFC 6750, 3.1.
    if (error.code === "unauthenticated") headers["WWW-Authenticate"] = 'Bearer error="invalid_token"';
    if (error.retryAfterSeconds !== undefined) headers["Retry-After"] = String(Math.ceil(error.retryAfterSeconds));
    return { status: STATUS[error.code], code: error.slug, detail: error.message, errors: error.errors, headers };
  }
  if (isDatabaseAway(error)) {
    const detail = "The database cannot be reached right now. Try again in a moment.";
    return { status: 503, code: "unavailable", detail, errors: [], headers: { "Retry-After": "5" } };
  }
  const detail = "Something went wrong on our side. The instance names it in the log.";
  return { status: 500, code: "internal_error", detail, errors: [], headers: {} };
}
