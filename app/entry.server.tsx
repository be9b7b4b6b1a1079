import { PassThrough } from "node:stream";

import { type AppLoadContext, createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";

import { NonceContext } from "~/components/nonce-context";

/** After this long what is still missing of a page is given up. Nothing we render waits for more than a query. */
const ABORT_AFTER_MS = 10_000;

/** How long Remix goes on streaming data after the shell; rendering gives up a little later. */
export const streamTimeout = ABORT_AFTER_MS - 1000;

/** Renders a page: streamed to browsers, whole to robots. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { cspNonce, ctx, requestId }: AppLoadContext,
): Promise<Response> {
  const waitForAll = isbot(request.headers.get("user-agent") ?? "") || remixContext.isSpaMode;
  return new Promise((resolve, reject) => {
    let hasBegun = false;
    let finalStatus = status;
    const begin = () => {
      hasBegun = true;
      const body = new PassThrough();
      headers.set("Content-Type", "text/html; charset=utf-8");
      resolve(new Response(createReadableStreamFromReadable(body), { headers, status: finalStatus }));
      pipe(body);
    };
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={cspNonce}>
        <RemixServer context={remixContext} url={request.url} abortDelay={ABORT_AFTER_MS} nonce={cspNonce} />
      </NonceContext.Provider>,
      {
        nonce: cspNonce,
        ...(waitForAll ? { onAllReady: begin } : { onShellReady: begin }),
        onShellError: reject,
        onError(error) {
          finalStatus = 500;
          // Before the shell the error goes to `onShellError` and is reported there.
          if (hasBegun) ctx.log.error({ err: error, requestId }, "page failed while rendering");
        },
      },
    );
    setTimeout(abort, ABORT_AFTER_MS).unref();
  });
}

/** An unexpected failure of a loader or action: to the log, whole; the visitor sees only the request's id. */
export function handleError(error: unknown, { request, context }: { request: Request; context: AppLoadContext }): void {
  // A missing page is the visitor's affair, and a visitor who left is nobody's.
  if (request.signal.aborted || isRouteErrorResponse(error)) return;
  context.ctx.log.error({ err: error, requestId: context.requestId }, "page request failed");
}
