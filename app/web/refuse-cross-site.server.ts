import type { RequestHandler } from "express";
import type { Context } from "~/platform/context.server";
import { redact } from "~/platform/redact";
import { isFromElsewhere } from "./is-from-elsewhere";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
/** No cookie is looked at there: the API takes tokens only, and a chat's calls carry a secret of their own. */
const WITHOUT_COOKIES = /^\/(v1|hooks)\//;

/**
 * Refuses changes that other sites' pages send to the interface, before any page is asked. One from the public URL passes
 * whatever `Host` a proxy put in its place; Remix would compare the two and fail.
 */
export function refuseCrossSite(ctx: Context): RequestHandler {
  const publicUrl = new URL(ctx.env.PUBLIC_URL);
  return (request, response, next) => {
    if (SAFE.has(request.method) || WITHOUT_COOKIES.test(request.path)) return next();
    const [site, origin] = [request.get("Sec-Fetch-Site") ?? null, request.get("Origin") ?? null];
    const own = [publicUrl.origin, `${request.protocol}://${request.get("Host")}`];
    if (isFromElsewhere({ site, origin }, own)) {
      ctx.log.warn({ site, origin, path: redact(request.path) }, "refused a change sent from another site");
      response.status(403).type("text").send("This change was sent from another site and has been refused.\n");
      return;
    }
    if (origin === publicUrl.origin) {
      request.headers.host = publicUrl.host;
      delete request.headers["x-forwarded-host"];
    }
    next();
  };
}
