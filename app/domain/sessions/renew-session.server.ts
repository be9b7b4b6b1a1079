import type { Context } from "~/platform/context.server";

/** A sign-in under its new id, and what its cookie must hold. */
export interface RenewedSession {
  sessionId: string;
  sessionVersion: number;
}

/**
 * Gives a browser's sign-in a new id, so that what it held before is worth nothing: after its user has proved anew who
 * they are, a stolen copy of the earlier cookie must not profit from it (OWASP ASVS 5.0, 7.2.4). Null when it is over.
 */
export async function renewSession(
  ctx: Context,
  { sessionId, userId }: { sessionId: string; userId: string },
): Promise<RenewedSession | null> {
  const renewed = await ctx.db.session.updateManyAndReturn({
    where: { id: sessionId, userId, kind: "browser", revokedAt: null },
    data: { id: ctx.newId(), lastSeenAt: new Date() },
    select: { id: true, user: { select: { sessionVersion: true } } },
  });
  const [session] = renewed;
  return session === undefined ? null : { sessionId: session.id, sessionVersion: session.user.sessionVersion };
}
