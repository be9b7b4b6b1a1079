import { RateLimiterMemory } from "rate-limiter-flexible";

import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";

/** Failures that an address may make at one account before it must wait. Others are never locked out by them. */
const FAILURES_PER_ACCOUNT = 10;
/** Failures that an address may make at all: trying one password on many accounts is guessing too. */
const FAILURES_PER_ADDRESS = 300;
const WINDOW_SECONDS = 300;

const throttles = new WeakMap<Context, { byAccount: RateLimiterMemory; byAddress: RateLimiterMemory }>();

function throttlesOf(ctx: Context) {
  const existing = throttles.get(ctx);
  if (existing) return existing;
  const made = {
    byAccount: new RateLimiterMemory({ points: FAILURES_PER_ACCOUNT, duration: WINDOW_SECONDS }),
    byAddress: new RateLimiterMemory({ points: FAILURES_PER_ADDRESS, duration: WINDOW_SECONDS }),
  };
  throttles.set(ctx, made);
  return made;
}

/** Counts failed sign-ins of one account from one address, and of the address at all. */
export function signInThrottle(ctx: Context, email: string, ip: string) {
  const { byAccount, byAddress } = throttlesOf(ctx);
  const key = `${ip} ${email}`;
  return {
    /** @throws AppError `rate_limited` after too many failures. */
    async check() {
      const waitsMs = await Promise.all([waitMs(byAccount, key), waitMs(byAddress, ip)]);
      const seconds = Math.ceil(Math.max(...waitsMs) / 1000);
      if (seconds === 0) return;
      const minutes = Math.ceil(seconds / 60);
      const text = `Too many failed sign-ins. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`;
      throw new AppError("rate_limited", text, { retryAfterSeconds: seconds });
    },
    async failed() {
      await Promise.all([byAccount.penalty(key), byAddress.penalty(ip)]);
    },
    worked: () => byAccount.delete(key),
  };
}

/** How long to wait; 0 while there are failures left. */
async function waitMs(limiter: RateLimiterMemory, key: string): Promise<number> {
  const state = await limiter.get(key);
  return state !== null && state.consumedPoints >= limiter.points ? Math.max(1, state.msBeforeNext) : 0;
}
