import type { RequestHandler } from "express";

import type { Context } from "~/platform/context.server";
import { allowedMethods } from "./openapi.server";

/** Request headers that the API reads. */
const ALLOWED_HEADERS = [
  "Authorization",
  "Content-Type",
  "Idempotency-Key",
  "If-Match",
  "If-None-Match",
  "Last-Event-ID",
  "X-Request-Id",
  "traceparent",
  "tracestate",
];
/** Answer headers that a page may read besides the few that every page may. */
const EXPOSED_HEADERS = [
  "Allow",
  "Content-Disposition",
  "ETag",
  "Idempotency-Replayed",
  "Link",
  "Location",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "WWW-Authenticate",
  "X-Request-Id",
];
/** How long a browser may remember what a preflight said. */
const MAX_AGE_SECONDS = 600;

/**
 * Lets pages of the configured origins call `/v1` (Fetch standard, "HTTP CORS protocol"). Without `CORS_ORIGINS` no
 * header is sent, and no other site's page can. Never with credentials: the API knows no cookies.
 */
export function cors(ctx: Context): RequestHandler {
  const origins = new Set(ctx.env.CORS_ORIGINS);
  return (request, response, next) => {
    if (origins.size === 0 || !/^\/v1(\/|$)/.test(request.path)) return next();
    // Caches must not give one origin what another was answered.
    response.vary("Origin");
    const origin = request.get("Origin");
    if (origin === undefined || !origins.has(origin)) return next();
    response.set("Access-Control-Allow-Origin", origin);
    response.set("Access-Control-Expose-Headers", EXPOSED_HEADERS.join(", "));
    const allowed = allowedMethods(request.path);
    if (request.method === "OPTIONS" && request.get("Access-Control-Request-Method") !== undefined && allowed) {
      response.set("Access-Control-Allow-Methods", allowed);
      response.set("Access-Control-Allow-Headers", ALLOWED_HEADERS.join(", "));
      response.set("Access-Control-Max-Age", String(MAX_AGE_SECONDS));
      response.vary("Access-Control-Request-Method").vary("Access-Control-Request-Headers");
    }
    next();
  };
}
