import { randomBytes } from "node:crypto";
import { trace } from "@opentelemetry/api";
import type { RequestHandler } from "express";
import { v7 } from "uuid";

import type { Context } from "~/platform/context.server";
import { withLogFields } from "~/platform/log.server";
import { redact } from "~/platform/redact";

/** A caller's request id is taken when it can't break a log line or a header. */
const SANE_ID = /^[A-Za-z0-9._:@/+=-]{1,128}$/;
/** W3C Trace Context, 3.2: version, trace id, the caller's span, flags. Ids of zeros alone are none. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-|$)/;
/** Asked for every few seconds by machines: not worth a line each. */
const QUIET = /^\/(assets\/|favicon|manifest|healthz$|readyz$|metrics$)/;

/**
 * Gives each request an id (the caller's `X-Request-Id` when sane) that is returned, and stands in every log line
 * written while it is handled, beside the id of the trace that it belongs to; and a fresh nonce for its scripts. Logs the request when it is over.
 */
export function requestContext(ctx: Context): RequestHandler {
  return (request, response, next) => {
    const given = request.get("x-request-id");
    const requestId = given !== undefined && SANE_ID.test(given) ? given : v7();
    response.locals.requestId = requestId;
    response.locals.cspNonce = randomBytes(16).toString("base64");
    response.setHeader("X-Request-Id", requestId);

    const startedAt = performance.now();
    // With telemetry on it is the span's own, which goes on with the caller's trace.
    const traceId =
      trace.getActiveSpan()?.spanContext().traceId ?? TRACEPARENT.exec(request.get("traceparent") ?? "")?.[1];
    withLogFields({ requestId, ...(traceId === undefined ? {} : { traceId }) }, () => {
      response.once("close", () => {
        const { method, path } = request;
        const facts = {
          method,
          path: redact(path),
          statusCode: response.statusCode,
          durationMs: Math.round(performance.now() - startedAt),
        };
        if (QUIET.test(path)) return;
        if (response.statusCode >= 500) ctx.log.error(facts, "request failed");
        else ctx.log.debug(facts, "request");
      });
      next();
    });
  };
}
