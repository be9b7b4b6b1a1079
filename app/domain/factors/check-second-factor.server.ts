import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import { normalizeRecoveryCode } from "./recovery-code.server";
import { totpSecretAad } from "./totp-secret-aad";
import { totpStep } from "./totp-step";

interface Check {
  user: { id: string; totpSecretEncrypted: string | null };
  /** What was typed: six digits or a recovery code. */
  code: string;
  /** Who is told in the audit log to have used a recovery code. */
  actor: Omit<Actor, "userId">;
}

/** Uses up a code of a user's second factor: of the authenticator, or a recovery code. False when it isn't good (any more). */
export async function checkSecondFactor(ctx: Context, { user, code, actor }: Check): Promise<boolean> {
  const typed = code.replace(/\s/g, "");
  if (/^\d{6}$/.test(typed)) return spendTotp(ctx, user, typed);
  const recovery = normalizeRecoveryCode(typed);
  return recovery !== null && spendRecoveryCode(ctx, { ...actor, userId: user.id }, recovery);
}

async function spendTotp(ctx: Context, { id, totpSecretEncrypted }: Check["user"], code: string): Promise<boolean> {
  if (totpSecretEncrypted === null) return false;
  const step = await totpStep(ctx.secrets.decrypt(totpSecretEncrypted, totpSecretAad(id)), code);
  if (step === null) return false;
  // Each code works once, also when it comes twice at the same moment (RFC 6238, 5.2).
  const used = await ctx.db.user.updateMany({
    where: { id, totpSecretEncrypted, OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] },
    data: { totpLastStep: step },
  });
  return used.count === 1;
}

async function spendRecoveryCode(ctx: Context, actor: Actor & { userId: string }, code: string): Promise<boolean> {
  const { userId } = actor;
  return ctx.db.$transaction(async (tx) => {
    const where = { userId, usedAt: null, codeHash: { in: [...ctx.secrets.digests(code)] } };
    const used = await tx.recoveryCode.updateMany({ where, data: { usedAt: new Date() } });
    if (used.count === 0) return false;
    const left = await tx.recoveryCode.count({ where: { userId, usedAt: null } });
    const resource = { resourceType: "user", resourceId: userId };
    await recordAudit(tx, { actor, action: "auth.recovery_code_used", ...resource, metadata: { left } });
    return true;
  });
}
