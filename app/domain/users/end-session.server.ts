import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";

/** Ends a sign-in. Ending it again does nothing. */
export async function endSession(
  ctx: Context,
  { actor, sessionId }: { actor: Actor; sessionId: string },
): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const where = { id: sessionId, revokedAt: null };
    const ended = await tx.session.updateMany({ where, data: { revokedAt: new Date() } });
    if (ended.count === 0) return;
    await recordAudit(tx, { actor, action: "auth.logout", resourceType: "session", resourceId: sessionId });
  });
}
