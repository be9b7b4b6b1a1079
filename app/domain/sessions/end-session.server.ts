import { can } from "~/domain/access/can";
import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";

/**
 * Ends a sign-in, one's own or (as an admin) anybody's, with everything issued under it. Ending it again does nothing.
 *
 * @throws AppError `not_found`, also when it isn't theirs to end.
 */
export async function endSession(
  ctx: Context,
  { actor, sessionId }: { actor: Actor; sessionId: string },
): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const session = await tx.session.findUnique({ where: { id: sessionId }, select: { userId: true } });
    if (session === null || !can(actor, "session.end", { ownerId: session.userId })) {
      throw new AppError("not_found", "There is no such session.");
    }
    const where = { id: sessionId, revokedAt: null };
    const ended = await tx.session.updateMany({ where, data: { revokedAt: new Date() } });
    if (ended.count === 0) return;
    const action = sessionId === actor.sessionId ? "auth.logout" : "auth.session_ended";
    const metadata = { userId: session.userId };
    await recordAudit(tx, { actor, action, resourceType: "session", resourceId: sessionId, metadata });
  });
}
