import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import { endUserSessions } from "~/domain/sessions/end-user-sessions.server";
import type { Context } from "~/platform/context.server";
import { checkNewPassword } from "./check-new-password";
import { hashPassword } from "./hash-password.server";
import { proveIdentity } from "./prove-identity.server";

interface Change {
  actor: Actor & { userId: string };
  currentPassword: string;
  newPassword: string;
}

/**
 * Changes one's own password. Every other sign-in of theirs ends, browsers' and API clients'; API keys stay, for they
 * were never made from the password. The sign-in in use goes on, but what it holds must be issued anew with the version
 * that is returned.
 *
 * @throws AppError `invalid_input` at `/currentPassword` or `/newPassword`, `rate_limited`, `conflict` when somebody
 *   else changed it meanwhile.
 */
export async function changePassword(
  ctx: Context,
  { actor, currentPassword, newPassword }: Change,
): Promise<{ sessionVersion: number }> {
  const proved = await proveIdentity(ctx, { actor, password: currentPassword, pointer: "/currentPassword" });
  const { id, email, name, sessionVersion } = proved;
  requireGoodPassword(newPassword, currentPassword, [email, name]);
  const passwordHash = await hashPassword(newPassword);

  return ctx.db.$transaction(async (tx) => {
    const data = { passwordHash, passwordChangedAt: new Date(), sessionVersion: { increment: 1 } };
    const changed = await tx.user.updateMany({
      where: { id, sessionVersion, disabledAt: null, deletedAt: null },
      data,
    });
    if (changed.count === 0) throw new AppError("conflict", "The account was changed meanwhile. Sign in again.");
    const ended = await endUserSessions(tx, { userId: id, exceptId: actor.sessionId });
    const metadata = { sessionsEnded: ended.length };
    await recordAudit(tx, { actor, action: "auth.password_changed", resourceType: "user", resourceId: id, metadata });
    return { sessionVersion: sessionVersion + 1 };
  });
}

function requireGoodPassword(password: string, current: string, context: string[]): void {
  const same = { code: "same_password", detail: "is the one you have: choose another" };
  const wrong = password.normalize("NFKC") === current.normalize("NFKC") ? same : checkNewPassword(password, context);
  if (wrong === null) return;
  throw new AppError("invalid_input", `The new password ${wrong.detail}.`, {
    errors: [{ pointer: "/newPassword", ...wrong }],
  });
}
