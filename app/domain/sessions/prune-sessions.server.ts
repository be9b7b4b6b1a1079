import type { Context } from "~/platform/context.server";
import { ENDED_SESSION_KEPT_MS } from "./session-lifetimes";

/**
 * Forgets sign-ins that ended or expired 90 days ago, with their refresh tokens; and of the others the refresh tokens
 * that expired, for a family that is renewed every few minutes gathers thousands. Gives how many sign-ins went.
 */
export async function pruneSessions(ctx: Context): Promise<number> {
  const now = Date.now();
  const before = new Date(now - ENDED_SESSION_KEPT_MS);
  const gone = await ctx.db.session.deleteMany({
    where: { OR: [{ expiresAt: { lt: before } }, { revokedAt: { lt: before } }] },
  });
  await ctx.db.refreshToken.deleteMany({ where: { expiresAt: { lt: new Date(now) } } });
  await ctx.db.rateLimit.deleteMany({ where: { expire: { lt: now } } });
  return gone.count;
}
