import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";

/** So many requests in so many seconds, under a name that the headers tell. */
export interface Limit {
  name: string;
  requests: number;
  windowSeconds: number;
  /**
   * Counted for the whole fleet, with Redis or without. Else it is with Redis, and by each process for itself without:
   * a write of the database a request would cost more than most requests do.
   */
  isShared?: boolean;
}

/** What every caller may do: one token, or one address without a token. */
export const CALLER_LIMIT: Limit = { name: "default", requests: 600, windowSeconds: 60 };

/**
 * Counts a request and adds `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers) to `headers`: an
 * item for each limit that the request counts against.
 *
 * @throws AppError `rate_limited` when the limit is used up.
 */
export async function consume(ctx: Context, limit: Limit, key: string, headers: Headers): Promise<void> {
  const { name, requests, windowSeconds, isShared = false } = limit;
  const limiter = ctx.limiters.of({
    name: `api ${name}`,
    points: requests,
    durationSeconds: windowSeconds,
    shared: isShared,
  });
  const { allowed, remaining, msBeforeNext } = await limiter.consume(key);
  const seconds = Math.ceil(msBeforeNext / 1000);
  headers.append("RateLimit-Policy", `"${name}";q=${requests};w=${windowSeconds}`);
  headers.append("RateLimit", `"${name}";r=${remaining};t=${seconds}`);
  if (!allowed) {
    throw new AppError("rate_limited", `More than ${requests} requests in ${windowSeconds} seconds.`, {
      retryAfterSeconds: seconds,
    });
  }
}
