import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import { requireRecentSignIn } from "~/domain/users/require-recent-sign-in.server";
import type { Context } from "~/platform/context.server";
import type { RecoveryCodes } from "./factor-state";
import { saveRecoveryCodes } from "./save-recovery-codes.server";

/**
 * New recovery codes in place of all earlier ones, used or not.
 *
 * @throws AppError `forbidden` (`reauthentication_required`), `conflict` (`totp_not_enabled`).
 */
export async function renewRecoveryCodes(
  ctx: Context,
  { actor }: { actor: Actor & { userId: string } },
): Promise<RecoveryCodes> {
  await requireRecentSignIn(ctx, { actor });
  const userId = actor.userId;
  return ctx.db.$transaction(async (tx) => {
    // Holds the user's row, so that of two renewals at once one's codes stay whole.
    const held = await tx.user.updateMany({
      where: { id: userId, totpEnabledAt: { not: null } },
      data: { updatedAt: new Date() },
    });
    if (held.count === 0) {
      throw new AppError("conflict", "There is no second factor that codes could replace.", {
        slug: "totp_not_enabled",
      });
    }
    const recoveryCodes = await saveRecoveryCodes(ctx, tx, userId);
    await recordAudit(tx, { actor, action: "auth.recovery_codes_renewed", resourceType: "user", resourceId: userId });
    return { recoveryCodes };
  });
}
