import { streamAlertEvents } from "~/domain/alerts/stream-alert-events.server";
import { handleStream } from "~/web/api/handle-stream";
import { apiRoute } from "~/web/api-route.server";
import { streamAlertsEndpoint } from "~/web/endpoints/alerts";
import { eventStreamResponse } from "~/web/event-stream.server";
import { EVENT_STREAM_HEADERS } from "~/web/event-stream-headers";
import { isStillAllowed } from "~/web/is-still-allowed.server";
import { streamStart } from "~/web/pages/stream-start.server";

const route = apiRoute([
  handleStream(streamAlertsEndpoint, async ({ ctx, request, context, closed }) => {
    if (request.method === "HEAD") return new Response(null, { headers: EVENT_STREAM_HEADERS });
    const lastEventId = request.headers.get("Last-Event-ID");
    // A new client starts from a place it can name, so that it loses nothing when it is cut off before its first event.
    const startId = lastEventId ?? (await streamStart(ctx));
    return eventStreamResponse((signal) => streamAlertEvents(ctx, { lastEventId: startId, signal }), {
      ...(lastEventId === null ? { startId } : {}),
      closed,
      drained: context.drained,
      isStillAllowed: () => isStillAllowed(request, context),
      onError: (error) => ctx.log.warn({ err: error }, "an alert stream ended early"),
    });
  }),
]);

export const loader = route.loader;
export const action = route.action;
