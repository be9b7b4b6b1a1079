import type { Actor } from "~/domain/audit/actor";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";

/** How long a proof of who one is counts for changes of factors and keys (OWASP ASVS 5.0, 7.5.1). */
const RECENT_SIGN_IN_MS = 10 * 60 * 1000;

/**
 * Asks that the actor has proved who they are, by signing in or by `confirmIdentity`, within the last ten minutes: a
 * screen left open or a stolen cookie must not be enough to keep an account for good.
 *
 * @throws AppError `forbidden` (`reauthentication_required`).
 */
export async function requireRecentSignIn(ctx: Context, { actor }: { actor: Actor }): Promise<void> {
  const session =
    actor.sessionId === undefined || actor.userId === null || actor.apiKeyId !== undefined
      ? null
      : await ctx.db.session.findUnique({
          where: { id: actor.sessionId, userId: actor.userId },
          select: { authenticatedAt: true },
        });
  if (session !== null && Date.now() - session.authenticatedAt.getTime() <= RECENT_SIGN_IN_MS) return;
  throw new AppError("forbidden", "Confirm who you are first: your last sign-in is more than ten minutes old.", {
    slug: "reauthentication_required",
  });
}
