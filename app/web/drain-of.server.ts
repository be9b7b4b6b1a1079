import type { ServerResponse } from "node:http";

/**
 * A way to wait until the client has taken what was written to its answer. Remix writes a stream without looking whether
 * anybody reads it: what goes on for ever has to look itself, or a slow client would fill the memory.
 *
 * @param closed aborts when the client has gone, which ends the wait.
 */
export function drainOf(response: ServerResponse, closed: AbortSignal): () => Promise<void> {
  return () =>
    new Promise((resolve) => {
      if (!response.writableNeedDrain || closed.aborted) return resolve();
      const done = () => {
        response.off("drain", done);
        closed.removeEventListener("abort", done);
        resolve();
      };
      response.on("drain", done);
      closed.addEventListener("abort", done);
    });
}
