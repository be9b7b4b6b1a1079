import type { RequestHandler } from "express";
import helmet from "helmet";

import type { Context } from "~/platform/context.server";

/**
 * The browser's protections (OWASP ASVS 5.0, V3.4): scripts run only with the request's nonce, nothing may frame us,
 * nothing is guessed. Development lets Vite's client in.
 */
export function securityHeaders(ctx: Context): RequestHandler {
  const isHttps = ctx.env.PUBLIC_URL.startsWith("https:");
  const isDev = import.meta.env.DEV;
  return (request, response, next) => {
    const nonce = `'nonce-${(response.locals as { cspNonce: string }).cspNonce}'`;
    const middleware = helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'", nonce, ...(isDev ? ["'unsafe-eval'"] : [])],
          // Positioned popovers set style attributes.
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", "data:"],
          connectSrc: ["'self'", ...(isDev ? ["ws:"] : [])],
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
      xFrameOptions: { action: "deny" },
    });
    response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    middleware(request, response, next);
  };
}
