import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { AuthenticatedUser } from "~/domain/users/authenticate.server";
import { createUser } from "~/domain/users/create-user.server";
import { hashPassword } from "~/domain/users/hash-password.server";
import { requireGoodPassword } from "~/domain/users/require-good-password";
import type { Context } from "~/platform/context.server";
import { findInvitation } from "./find-invitation.server";
import { hashInvitationToken } from "./invitation-token.server";

interface Accept {
  /** Where it is accepted from; who they are the link says. */
  actor: Omit<Actor, "userId">;
  token: string;
  name: string;
  password: string;
}

/**
 * Makes the user whom a link invites, with the email address and role of the invitation. A link works once; a password
 * that is refused doesn't use it up.
 *
 * @throws AppError `not_found` (`invitation_not_found`) in the same words whether it was used, taken back, has expired
 *   or never was; `invalid_input` at `/password`; `conflict` (`duplicate_email`).
 */
export async function acceptInvitation(
  ctx: Context,
  { actor, token, name, password }: Accept,
): Promise<AuthenticatedUser> {
  const offer = await findInvitation(ctx, { token });
  if (offer === null) throw notFound();
  requireGoodPassword(password, [offer.email, name]);
  const passwordHash = await hashPassword(password);
  return ctx.db.$transaction(async (tx) => {
    const now = new Date();
    const open = { acceptedAt: null, revokedAt: null, expiresAt: { gt: now } };
    // The update takes the row's lock: of two who come with one link the second waits here and then finds it used.
    const [row] = await tx.invitation.updateManyAndReturn({
      where: { tokenHash: hashInvitationToken(token), ...open },
      data: { acceptedAt: now },
    });
    if (row === undefined) throw notFound();
    const { email, role } = row;
    const user = await createUser(ctx, { actor: { ...actor, userId: null }, email, name, role, passwordHash }, tx);
    await tx.invitation.update({ where: { id: row.id }, data: { acceptedById: user.id } });
    await recordAudit(tx, {
      actor: { ...actor, userId: user.id },
      action: "invitation.accepted",
      resourceType: "invitation",
      resourceId: row.id,
      metadata: { userId: user.id, email, role },
    });
    return { id: user.id, email, name: user.name, role, sessionVersion: 1 };
  });
}

function notFound(): AppError {
  const text = "This invitation does not work: it was used, taken back, has expired or never was. Ask for another.";
  return new AppError("not_found", text, { slug: "invitation_not_found" });
}
