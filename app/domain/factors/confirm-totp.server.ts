import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import { endUserSessions } from "~/domain/sessions/end-user-sessions.server";
import { identityThrottle } from "~/domain/users/identity-throttle.server";
import type { Context } from "~/platform/context.server";
import type { RecoveryCodes } from "./factor-state";
import { saveRecoveryCodes } from "./save-recovery-codes.server";
import { totpSecretAad } from "./totp-secret-aad";
import { totpStep } from "./totp-step";

interface Confirm {
  actor: Actor & { userId: string };
  /** What the authenticator shows. */
  code: string;
}

/**
 * Ends setting up an authenticator: its first code proves that it works. From then on signing in asks for one. The
 * user's other sign-ins, made without it, end.
 *
 * @throws AppError `invalid_input` at `/code`, `conflict` (`totp_not_started`, `totp_enabled`), `rate_limited`.
 */
export async function confirmTotp(ctx: Context, { actor, code }: Confirm): Promise<RecoveryCodes> {
  const throttle = identityThrottle(ctx, actor);
  await throttle.count();
  const id = actor.userId;
  const user = await ctx.db.user.findUniqueOrThrow({ where: { id } });
  const { totpEnabledAt, totpSecretEncrypted } = user;
  if (totpEnabledAt !== null) throw alreadyEnabled();
  if (totpSecretEncrypted === null) {
    throw new AppError("conflict", "Begin with a new secret: none is being set up.", { slug: "totp_not_started" });
  }
  const step = await totpStep(ctx.secrets.decrypt(totpSecretEncrypted, totpSecretAad(id)), code.replace(/\s/g, ""));
  if (step === null) throw wrongCode();

  const recoveryCodes = await ctx.db.$transaction(async (tx) => {
    // Only the very secret that the code was of: another tab may have begun anew, or ended it, meanwhile.
    const where = { id, totpEnabledAt: null, totpSecretEncrypted };
    const data = { totpEnabledAt: new Date(), totpLastStep: step };
    if ((await tx.user.updateMany({ where, data })).count === 0) throw alreadyEnabled();
    const codes = await saveRecoveryCodes(ctx, tx, id);
    const ended = await endUserSessions(tx, { userId: id, exceptId: actor.sessionId });
    const metadata = { sessionsEnded: ended.length };
    await recordAudit(tx, { actor, action: "auth.totp_enabled", resourceType: "user", resourceId: id, metadata });
    return codes;
  });
  await throttle.passed();
  return { recoveryCodes };
}

function wrongCode(): AppError {
  const detail = "is not what the authenticator shows now; is its clock right?";
  return new AppError("invalid_input", `The code ${detail}`, {
    errors: [{ pointer: "/code", detail, code: "wrong_totp" }],
  });
}

const alreadyEnabled = () =>
  new AppError("conflict", "The second factor has been set up meanwhile.", { slug: "totp_enabled" });
