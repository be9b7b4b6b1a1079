import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import { endAccess } from "./end-access.server";
import { holdUsers } from "./hold-users.server";
import { requireOtherAdmin } from "./require-other-admin.server";

/**
 * Removes a user, oneself included. The row stays, with the name, because alerts and the audit log name it; everything
 * that could let them in goes, and the email address may be somebody else's from now on.
 *
 * @throws AppError `not_found`, also again; `conflict` (`last_admin`).
 */
export async function deleteUser(ctx: Context, { actor, id }: { actor: Actor; id: string }): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const before = await holdUsers(tx, id);
    await requireOtherAdmin(tx, before);
    const ended = await endAccess(tx, id, { keys: true, invitations: true });
    const where = { userId: id };
    await tx.session.deleteMany({ where });
    await tx.apiKey.deleteMany({ where });
    await tx.recoveryCode.deleteMany({ where });
    await tx.chatIdentity.deleteMany({ where });
    await tx.chatLinkCode.deleteMany({ where });
    const now = new Date();
    await tx.user.update({
      where: { id },
      data: {
        // No address: nobody can have it, and it meets no other.
        email: `deleted+${id}`,
        deletedAt: now,
        // Whatever asks whether a user may do something asks for this.
        disabledAt: before.disabledAt ?? now,
        passwordHash: null,
        totpSecretEncrypted: null,
        totpEnabledAt: null,
        totpLastStep: null,
        sessionVersion: { increment: 1 },
      },
    });
    const { email, name, role } = before;
    const metadata = { before: { email, name, role, disabled: before.disabledAt !== null }, ended: { ...ended } };
    await recordAudit(tx, { actor, action: "user.deleted", resourceType: "user", resourceId: id, metadata });
  });
}
