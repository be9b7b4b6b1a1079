import type { LoaderFunctionArgs } from "@remix-run/node";

import { streamAlertEvents } from "~/domain/alerts/stream-alert-events.server";
import { findUser, requireUser } from "~/web/auth.server";
import { eventStreamResponse } from "~/web/event-stream.server";
import { EVENT_STREAM_HEADERS } from "~/web/event-stream-headers";
import { orPageError } from "~/web/pages/or-page-error.server";

/**
 * The alerts live, for the browser of somebody signed in. It resumes by `Last-Event-ID` (which browsers send by
 * themselves) or, on the first connection, after the event that the page was made at.
 */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  if (request.method === "HEAD") return new Response(null, { headers: EVENT_STREAM_HEADERS });
  const { ctx, closed, drained } = context;
  const lastEventId = request.headers.get("Last-Event-ID") ?? new URL(request.url).searchParams.get("after");
  return orPageError(
    eventStreamResponse((signal) => streamAlertEvents(ctx, { lastEventId, signal }), {
      closed,
      drained,
      isStillAllowed: async () => (await findUser(request, context))?.mustEnroll === false,
      onError: (error) => ctx.log.warn({ err: error }, "live alerts of a browser ended early"),
    }),
  );
}
