import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { proveIdentity } from "./prove-identity.server";

interface Confirmation {
  actor: Actor & { userId: string };
  password: string;
  /** A code of the authenticator, or a recovery code; of who has a second factor. */
  totp?: string | undefined;
}

/**
 * Proves anew who one is, under the sign-in one has, so that the next ten minutes' changes of factors and keys are let
 * through.
 *
 * @throws AppError `invalid_input` at `/password` or `/totp`, `rate_limited`, `forbidden` without a sign-in.
 */
export async function confirmIdentity(ctx: Context, { actor, password, totp }: Confirmation): Promise<void> {
  const { sessionId: id, userId } = actor;
  if (id === undefined) throw new AppError("forbidden", "Only a sign-in can be confirmed.");
  await proveIdentity(ctx, { actor, password, secondFactor: { code: totp }, pointer: "/password" });
  await ctx.db.$transaction(async (tx) => {
    const where = { id, userId, revokedAt: null };
    const stamped = await tx.session.updateMany({ where, data: { authenticatedAt: new Date() } });
    if (stamped.count === 0) return;
    await recordAudit(tx, { actor, action: "auth.confirmed", resourceType: "session", resourceId: id });
  });
}
