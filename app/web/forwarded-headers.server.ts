import type { RequestHandler } from "express";

import type { Context } from "~/platform/context.server";

const FORWARDED = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto"];

/**
 * Takes what proxies say away from requests that came through none (`TRUST_PROXY=0`): Express ignores it, but Remix reads
 * the port of `X-Forwarded-Host`, and whoever logs or compares headers should not meet what a stranger wrote. Refuses a
 * `Host` that stands twice, or of which no address can be made.
 */
export function forwardedHeaders(ctx: Context): RequestHandler {
  return (request, response, next) => {
    if (ctx.env.TRUST_PROXY === 0) for (const name of FORWARDED) delete request.headers[name];
    const isSaidOnce = request.rawHeaders.filter((text, at) => at % 2 === 0 && /^host$/i.test(text)).length <= 1;
    const hosts = [request.get("Host"), request.get("X-Forwarded-Host")].filter((host) => host !== undefined);
    if (isSaidOnce && hosts.every((host) => URL.canParse(`http://${host}`) && /^[^/?#@\\]*$/.test(host))) next();
    else response.status(400).type("text").send("The Host header can't be read.\n");
  };
}
