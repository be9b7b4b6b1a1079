import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import { makeRecoveryCode, normalizeRecoveryCode, RECOVERY_CODE_COUNT } from "./recovery-code.server";

/** Gives a user new recovery codes in place of all earlier ones. They exist in the clear only in what is returned. */
export async function saveRecoveryCodes(ctx: Context, tx: DbTransaction, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODE_COUNT }, makeRecoveryCode);
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({
      id: ctx.newId(),
      userId,
      codeHash: ctx.secrets.digest(normalizeRecoveryCode(code) ?? code),
    })),
  });
  return codes;
}
