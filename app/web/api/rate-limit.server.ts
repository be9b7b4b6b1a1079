import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";

/** So many requests in so many seconds, under a name that the headers tell. */
export interface Limit {
  name: string;
  requests: number;
  windowSeconds: number;
}

/** What every caller may do: one token, or one address without a token. */
export const CALLER_LIMIT: Limit = { name: "default", requests: 600, windowSeconds: 60 };

/** Counters live as long as the context they belong to. */
const limiters = new WeakMap<Context, Map<string, RateLimiterMemory>>();

function limiterOf(ctx: Context, limit: Limit): RateLimiterMemory {
  const all = limiters.get(ctx) ?? new Map<string, RateLimiterMemory>();
  limiters.set(ctx, all);
  const existing = all.get(limit.name);
  if (existing) return existing;
  const made = new RateLimiterMemory({ keyPrefix: limit.name, points: limit.requests, duration: limit.windowSeconds });
  all.set(limit.name, made);
  return made;
}

/**
 * Counts a request and writes `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers) into `headers`.
 *
 * @throws AppError `rate_limited` when the limit is used up.
 */
export async function consume(ctx: Context, limit: Limit, key: string, headers: Headers): Promise<void> {
  const state = await limiterOf(ctx, limit)
    .consume(key)
    .catch((refusal: unknown) => {
      if (refusal instanceof RateLimiterRes) return refusal;
      throw refusal;
    });
  const seconds = Math.max(1, Math.ceil(state.msBeforeNext / 1000));
  headers.set("RateLimit-Policy", `"${limit.name}";q=${limit.requests};w=${limit.windowSeconds}`);
  headers.set("RateLimit", `"${limit.name}";r=${Math.max(0, state.remainingPoints)};t=${seconds}`);
  if (state.consumedPoints > limit.requests) {
    throw new AppError("rate_limited", `More than ${limit.requests} requests in ${limit.windowSeconds} seconds.`, {
      retryAfterSeconds: seconds,
    });
  }
}
