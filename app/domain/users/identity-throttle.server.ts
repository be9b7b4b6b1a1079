import type { Actor } from "~/domain/audit/actor";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";

const TRIES = { points: 10, durationSeconds: 300 };

/**
 * Counts how often somebody who is signed in failed to prove that they are who signed in: a stolen session must not be a
 * place to guess the password or a code at.
 */
export function identityThrottle(ctx: Context, actor: Actor & { userId: string }) {
  const limiter = ctx.limiters.of({ name: "identity", shared: true, ...TRIES });
  return {
    /** @throws AppError `rate_limited`. */
    async count(): Promise<void> {
      const { allowed, msBeforeNext } = await limiter.consume(actor.userId);
      if (allowed) return;
      throw new AppError("rate_limited", "Too many wrong passwords or codes. Wait a few minutes.", {
        retryAfterSeconds: Math.ceil(msBeforeNext / 1000),
      });
    },
    /** They are who they are: they start anew. */
    worked: (): Promise<void> => limiter.forget(actor.userId),
    /** The try was right and proves nothing of them: it doesn't count, those before it do. */
    passed: (): Promise<void> => limiter.giveBack(actor.userId),
  };
}
