import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestHandler } from "express";
import helmet from "helmet";

import type { Context } from "~/platform/context.server";

/** Nothing of what a browser could be asked for beyond a page. */
const DENIED_FEATURES = [
  ...["accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid"],
  ...["magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"],
];

type Locals = ServerResponse & { locals?: { cspNonce?: string } };
const nonce = (_request: IncomingMessage, response: Locals) => `'nonce-${response.locals?.cspNonce ?? ""}'`;

/**
 * The browser's protections (OWASP ASVS 5.0, V3.4): scripts and style sheets only from here or with the request's nonce,
 * nothing inline, nothing may frame us, nothing is guessed, and nothing is stored unless somebody said so. Development
 * lets Vite's client in, which puts style sheets into the page.
 */
export function securityHeaders(ctx: Context): RequestHandler {
  const isHttps = ctx.env.PUBLIC_URL.startsWith("https:");
  const isDev = import.meta.env.DEV;
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", nonce, ...(isDev ? ["'unsafe-eval'"] : [])],
        // A nonce would switch 'unsafe-inline' off.
        styleSrc: ["'self'", isDev ? "'unsafe-inline'" : nonce],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", ...(isDev ? ["ws:"] : [])],
        manifestSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(isHttps ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: "same-origin" },
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: { policy: "same-origin" },
    crossOriginResourcePolicy: { policy: "same-origin" },
    xFrameOptions: { action: "deny" },
  });
  const permissions = DENIED_FEATURES.map((name) => `${name}=()`).join(", ");
  return (request, response, next) => {
    response.setHeader("Permissions-Policy", permissions);
    storeNothingUnlessSaid(response);
    protect(request, response, next);
  };
}

/**
 * Pages and answers are somebody's own, so that no cache and no "back" after signing out may show them. Said when the
 * answer begins: Remix adds its headers to those that are there already, and two would contradict each other.
 */
function storeNothingUnlessSaid(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = ((...args: unknown[]) => {
    if (!response.hasHeader("Cache-Control")) response.setHeader("Cache-Control", "no-store");
    return writeHead(...args);
  }) as typeof response.writeHead;
}
