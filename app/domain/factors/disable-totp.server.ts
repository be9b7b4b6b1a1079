import { can } from "~/domain/access/can";
import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import { endUserSessions } from "~/domain/sessions/end-user-sessions.server";
import { requireRecentSignIn } from "~/domain/users/require-recent-sign-in.server";
import type { Context } from "~/platform/context.server";

interface Disable {
  actor: Actor;
  /** Somebody else who lost theirs; only for admins. */
  userId?: string | undefined;
}

/**
 * Takes the second factor away, or what was begun of it, with its recovery codes, and ends the user's other sign-ins.
 *
 * @throws AppError `forbidden` (`reauthentication_required`), `not_found` when there is none or it isn't theirs.
 */
export async function disableTotp(ctx: Context, { actor, userId: named }: Disable): Promise<void> {
  const userId = named ?? actor.userId;
  const isOwn = userId === actor.userId;
  if (userId === null || !can(actor, isOwn ? "account.write" : "user.write")) {
    throw new AppError("not_found", "There is no such user.");
  }
  await requireRecentSignIn(ctx, { actor });
  await ctx.db.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { id: userId }, select: { totpEnabledAt: true } });
    const where = { id: userId, totpSecretEncrypted: { not: null } };
    const data = { totpSecretEncrypted: null, totpEnabledAt: null, totpLastStep: null };
    if ((await tx.user.updateMany({ where, data })).count === 0) {
      throw new AppError("not_found", "There is no second factor.");
    }
    await tx.recoveryCode.deleteMany({ where: { userId } });
    // What was only begun protected nothing: ending it is no event.
    if (user?.totpEnabledAt == null) return;
    const ended = await endUserSessions(tx, { userId, ...(isOwn ? { exceptId: actor.sessionId } : {}) });
    const metadata = { sessionsEnded: ended.length };
    await recordAudit(tx, { actor, action: "auth.totp_disabled", resourceType: "user", resourceId: userId, metadata });
  });
}
