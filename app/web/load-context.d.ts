import "@remix-run/node";

import type { Context } from "~/platform/context.server";

declare module "@remix-run/node" {
  /** What `app/server.ts` gives every loader and action. */
  interface AppLoadContext {
    ctx: Context;
    /** Aborts when the client goes away. `request.signal` does not survive garbage collection. */
    closed: AbortSignal;
    /** Resolves when the client has taken what was written; see `drainOf`. Absent where there is no socket. */
    drained?: () => Promise<void>;
    /** Taken from `X-Request-Id` when sane, else made; also in every log line of the request. */
    requestId: string;
    /** The client's address, read through as many proxies as `TRUST_PROXY` says. */
    ip: string;
    /** The nonce that the page's Content-Security-Policy allows. */
    cspNonce: string;
  }
}
