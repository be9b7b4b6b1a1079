import { can } from "~/domain/access/can";
import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { endUserSessions } from "./end-user-sessions.server";

interface EndOthers {
  actor: Actor;
  userId: string;
  /** The one that goes on, usually the actor's own. */
  exceptId?: string | undefined;
}

/**
 * Ends all sign-ins of a user but one, one's own or (as an admin) anybody's. Gives how many were ended.
 *
 * @throws AppError `not_found` when they aren't theirs to end.
 */
export async function endOtherSessions(ctx: Context, { actor, userId, exceptId }: EndOthers): Promise<number> {
  if (!can(actor, "session.end", { ownerId: userId })) throw new AppError("not_found", "There is no such user.");
  return ctx.db.$transaction(async (tx) => {
    const ended = await endUserSessions(tx, { userId, exceptId });
    if (ended.length === 0) return 0;
    const metadata = { count: ended.length, ...(exceptId === undefined ? {} : { exceptId }) };
    await recordAudit(tx, { actor, action: "auth.sessions_ended", resourceType: "user", resourceId: userId, metadata });
    return ended.length;
  });
}
