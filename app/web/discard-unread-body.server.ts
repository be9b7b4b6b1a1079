import type { RequestHandler } from "express";

/** More than any body that is taken; who sends yet more is cut off. */
const MAX_DISCARDED_BYTES = 24 * 1024 * 1024;

/**
 * Reads what is left of a request's body once it has been answered, and throws it away. A request that is refused before
 * its body was read would otherwise hold up its connection: Node parses the next request on it only behind the body, and
 * a proxy that keeps connections may have given that one to somebody else.
 */
export function discardUnreadBody(): RequestHandler {
  return (request, response, next) => {
    response.once("finish", () => {
      if (request.readableEnded) return;
      let discarded = 0;
      // Whoever began to read it has paused it for good.
      request.removeAllListeners("data");
      request.on("data", (part: Buffer) => {
        discarded += part.length;
        if (discarded > MAX_DISCARDED_BYTES) request.destroy();
      });
      request.resume();
    });
    next();
  };
}
