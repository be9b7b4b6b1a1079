import type { Context } from "~/platform/context.server";
import { liveSessions } from "./live-sessions";
import { UserSession } from "./user-session";

/** A user's sign-ins that are still good, the last used first; `currentId` marks the one that asks. */
export async function listSessions(
  ctx: Context,
  { userId, currentId }: { userId: string; currentId?: string | undefined },
): Promise<UserSession[]> {
  const rows = await ctx.db.session.findMany({
    where: { userId, ...liveSessions(new Date()) },
    orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
  });
  return rows.map(({ id, kind, ip, userAgent, createdAt, lastSeenAt, expiresAt }) => ({
    id,
    kind: UserSession.shape.kind.parse(kind),
    ip,
    userAgent,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    current: id === currentId,
  }));
}
