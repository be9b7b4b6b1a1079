import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { FactorState } from "./factor-state";

/**
 * Whether a user has a second factor.
 *
 * @throws AppError `not_found`.
 */
export async function factorState(ctx: Context, { userId }: { userId: string }): Promise<FactorState> {
  const user = await ctx.db.user.findUnique({
    where: { id: userId, deletedAt: null },
    select: { totpEnabledAt: true, _count: { select: { recoveryCodes: { where: { usedAt: null } } } } },
  });
  if (user === null) throw new AppError("not_found", "There is no such user.");
  const enabledAt = user.totpEnabledAt;
  return {
    enabled: enabledAt !== null,
    enabledAt: enabledAt?.toISOString() ?? null,
    recoveryCodesLeft: enabledAt === null ? 0 : user._count.recoveryCodes,
  };
}
