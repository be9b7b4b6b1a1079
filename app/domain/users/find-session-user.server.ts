import { mustEnroll } from "~/domain/factors/must-enroll.server";
import { SESSION_LIFETIMES } from "~/domain/sessions/session-lifetimes";
import type { Context } from "~/platform/context.server";
import type { Role } from "./role";

/** Who is signed in in a browser. */
export interface SessionUser {
  id: string;
  email: string;
  name: string;
  role: Role;
  sessionId: string;
  /** Has a second factor. */
  mfaEnabled: boolean;
  /** Must set one up before anything else. */
  mustEnroll: boolean;
}

interface Claim {
  userId: string;
  sessionId: string;
  sessionVersion: number;
}

/** `lastSeenAt` is written at most this often. */
const SEEN_EVERY_MS = 60_000;

/** The user of a browser's sign-in while it is good: not ended, expired, idle too long, or overtaken by a change of the user. */
export async function findSessionUser(ctx: Context, claim: Claim): Promise<SessionUser | null> {
  const session = await ctx.db.session.findUnique({ where: { id: claim.sessionId }, include: { user: true } });
  if (session === null || session.kind !== "browser" || session.revokedAt !== null) return null;
  const { user } = session;
  const isGone = user.disabledAt !== null || user.deletedAt !== null;
  if (user.id !== claim.userId || isGone || user.sessionVersion !== claim.sessionVersion) return null;

  const now = Date.now();
  const unusedMs = now - session.lastSeenAt.getTime();
  if (session.expiresAt.getTime() <= now || unusedMs > SESSION_LIFETIMES.browser.idleMs) return null;
  if (unusedMs > SEEN_EVERY_MS) {
    await ctx.db.session.update({ where: { id: session.id }, data: { lastSeenAt: new Date(now) } });
  }
  const { id, email, name, role } = user;
  const mfaEnabled = user.totpEnabledAt !== null;
  const enrollment = await mustEnroll(ctx, { role, mfaEnabled });
  return { id, email, name, role, sessionId: session.id, mfaEnabled, mustEnroll: enrollment };
}
