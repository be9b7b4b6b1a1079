import type { SendResult } from "./send";

/** The result of a send that never left: fatal, with the reason. */
export function notSent(error: string): SendResult {
  return {
    outcome: "fatal",
    statusCode: null,
    responseHeaders: {},
    responseBody: null,
    error,
    retryAfterMs: null,
    remoteId: null,
  };
}
