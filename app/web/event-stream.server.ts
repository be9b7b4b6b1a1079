import type { StreamedAlertEvent } from "~/domain/alerts/read-alert-events.server";
import { EVENT_STREAM_HEADERS } from "./event-stream-headers";

/** As the contract has it; it also keeps proxies from closing a quiet connection. */
const PING_MS = 15_000;
/** After how long a browser should come back by itself. */
const RETRY_MS = 2_000;
/** A client that takes nothing for this long is let go: it comes back where it was. */
const STALLED_MS = 60_000;

interface Options {
  /** Aborts when the client goes away. */
  closed: AbortSignal;
  /** Asked with every ping: false ends the stream, for a caller whose token was revoked or has run out. */
  isStillAllowed(): Promise<boolean>;
  /** Told why the events ended early; the client comes back and resumes. */
  onError(error: unknown): void;
  /** Where the stream begins: a client that is cut off before its first event resumes from here. */
  startId?: string;
  /** Resolves when the client has taken what was sent so far. */
  drained?: (() => Promise<void>) | undefined;
  /** For tests. */
  pingMs?: number;
  stalledMs?: number;
}

/**
 * Server-sent events (WHATWG HTML, 9.2) of alert changes, with a `ping` every 15 s however busy the stream is. The
 * source is read only as fast as the client takes it.
 *
 * @param open called with a signal that ends the source: the client has gone, or the answer was cancelled.
 */
export async function eventStreamResponse(
  open: (signal: AbortSignal) => Promise<AsyncGenerator<StreamedAlertEvent, void>>,
  { closed, isStillAllowed, onError, startId, drained, pingMs = PING_MS, stalledMs = STALLED_MS }: Options,
): Promise<Response> {
  const over = new AbortController();
  const events = await open(AbortSignal.any([closed, over.signal]));
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<StreamedAlertEvent, void>> | null = null;
  let pingAt = performance.now() + pingMs;

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const id = startId === undefined ? "" : `id: ${startId}\n`;
      controller.enqueue(encoder.encode(`${id}retry: ${RETRY_MS}\n\n`));
    },
    async pull(controller) {
      try {
        if (
          drained !== undefined &&
          (await withinMs(
            drained().then(() => true),
            stalledMs,
          )) === null
        ) {
          return end(controller);
        }
        next ??= events.next();
        const result = await withinMs(next, pingAt - performance.now());
        if (result === null) {
          pingAt = performance.now() + pingMs;
          if (await isStillAllowed()) controller.enqueue(encoder.encode("event: ping\ndata: {}\n\n"));
          else end(controller);
        } else if (result.done) {
          end(controller);
        } else {
          next = null;
          const { id, type, data } = result.value;
          controller.enqueue(encoder.encode(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`));
        }
      } catch (error) {
        onError(error);
        end(controller);
      }
    },
    cancel: () => over.abort(),
  });
  const end = (controller: ReadableStreamDefaultController) => {
    over.abort();
    controller.close();
  };
  return new Response(body, { headers: EVENT_STREAM_HEADERS });
}

/** What a promise gives, or null when it takes longer or there is no time left. */
async function withinMs<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  if (ms <= 0) return null;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
