import { generateSecret, generateURI } from "otplib";

import type { Actor } from "~/domain/audit/actor";
import { AppError } from "~/domain/errors";
import { requireRecentSignIn } from "~/domain/users/require-recent-sign-in.server";
import type { Context } from "~/platform/context.server";
import type { TotpEnrolment } from "./factor-state";
import { totpSecretAad } from "./totp-secret-aad";

/** 160 bits, as RFC 4226 (4, R6) advises. */
const SECRET_BYTES = 20;

/**
 * Begins to set up an authenticator: a new secret, which counts for nothing until `confirmTotp` saw a code of it.
 * Beginning again makes another one.
 *
 * @throws AppError `forbidden` (`reauthentication_required`), `conflict` (`totp_enabled`) when there is one already.
 */
export async function startTotp(
  ctx: Context,
  { actor }: { actor: Actor & { userId: string } },
): Promise<TotpEnrolment> {
  await requireRecentSignIn(ctx, { actor });
  const id = actor.userId;
  const secret = generateSecret({ length: SECRET_BYTES });
  const totpSecretEncrypted = ctx.secrets.encrypt(secret, totpSecretAad(id));
  const begun = await ctx.db.user.updateManyAndReturn({
    where: { id, totpEnabledAt: null },
    data: { totpSecretEncrypted, totpLastStep: null },
    select: { email: true },
  });
  const [user] = begun;
  if (user === undefined) {
    const text = "There is a second factor already; take it away before setting up another.";
    throw new AppError("conflict", text, { slug: "totp_enabled" });
  }
  return { secret, uri: generateURI({ issuer: "Sentinel", label: user.email, secret }) };
}
