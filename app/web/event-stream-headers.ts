/** Of every answer that is a stream of server-sent events. */
export const EVENT_STREAM_HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  // Compressing or buffering proxies would hold events back.
  "Cache-Control": "no-store, no-transform",
  "X-Accel-Buffering": "no",
} as const;
