import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError, type FieldError } from "~/domain/errors";
import { checkSecondFactor } from "~/domain/factors/check-second-factor.server";
import type { Context } from "~/platform/context.server";
import type { User as UserRow } from "~/platform/generated/prisma/client";
import { identityThrottle } from "./identity-throttle.server";
import { verifyPassword } from "./verify-password.server";

interface Proof {
  actor: Actor & { userId: string };
  password: string;
  /** Asked of who has a second factor; left out where the password alone is enough. */
  secondFactor?: { code: string | undefined };
  /** Where the password stands in the input. */
  pointer: "/password" | "/currentPassword";
}

/**
 * Checks that somebody who is signed in is still who signed in. Gives their row as it was when it was checked.
 *
 * @throws AppError `invalid_input` at the password (`wrong_password`) or `/totp` (`totp_required`, `wrong_totp`),
 *   `rate_limited`.
 */
export async function proveIdentity(ctx: Context, { actor, password, secondFactor, pointer }: Proof): Promise<UserRow> {
  const throttle = identityThrottle(ctx, actor);
  await throttle.count();
  const user = await ctx.db.user.findUniqueOrThrow({ where: { id: actor.userId } });
  const isRight = user.passwordHash !== null && (await verifyPassword(user.passwordHash, password)).ok;
  if (!isRight) throw await failed(ctx, actor, { pointer, detail: "is wrong", code: "wrong_password" });
  if (secondFactor !== undefined && user.totpEnabledAt !== null) {
    const { code } = secondFactor;
    if (code === undefined || code.trim() === "") {
      throw refusal({ pointer: "/totp", detail: "must be a code of the authenticator", code: "totp_required" });
    }
    if (!(await checkSecondFactor(ctx, { user, code, actor }))) {
      const detail = "is wrong, or was used before";
      throw await failed(ctx, actor, { pointer: "/totp", detail, code: "wrong_totp" });
    }
  }
  await throttle.worked();
  return user;
}

async function failed(ctx: Context, actor: Actor & { userId: string }, error: FieldError): Promise<AppError> {
  const resource = { resourceType: "user", resourceId: actor.userId };
  const metadata = { reason: error.code };
  await recordAudit(ctx.db, { actor, action: "auth.confirmation_failed", ...resource, metadata });
  return refusal(error);
}

function refusal(error: FieldError): AppError {
  const what = error.pointer === "/totp" ? "The code" : "The password";
  return new AppError("invalid_input", `${what} ${error.detail}.`, { errors: [error] });
}
