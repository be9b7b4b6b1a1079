import type { Context } from "~/platform/context.server";
import type { Role } from "./role";

/** Who is signed in in a browser. */
export interface SessionUser {
  id: string;
  email: string;
  name: string;
  role: Role;
  sessionId: string;
}

interface Claim {
  userId: string;
  sessionId: string;
  sessionVersion: number;
  /** How long it may lie unused. */
  idleMs: number;
}

/** `lastSeenAt` is written at most this often. */
const SEEN_EVERY_MS = 60_000;

/** The user of a browser's sign-in while it is good: not ended, expired, idle too long, or overtaken by a change of the user. */
export async function findSessionUser(ctx: Context, claim: Claim): Promise<SessionUser | null> {
  const session = await ctx.db.session.findUnique({ where: { id: claim.sessionId }, include: { user: true } });
  if (session === null || session.kind !== "browser" || session.revokedAt !== null) return null;
  const { user } = session;
  if (user.id !== claim.userId || user.disabledAt !== null || user.sessionVersion !== claim.sessionVersion) return null;

  const now = Date.now();
  const unusedMs = now - session.lastSeenAt.getTime();
  if (session.expiresAt.getTime() <= now || unusedMs > claim.idleMs) return null;
  if (unusedMs > SEEN_EVERY_MS) {
    await ctx.db.session.update({ where: { id: session.id }, data: { lastSeenAt: new Date(now) } });
  }
  return { id: user.id, email: user.email, name: user.name, role: user.role, sessionId: session.id };
}
