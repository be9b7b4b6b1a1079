import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";

/**
 * Takes an invitation back: its link leads nowhere from now on. Again does nothing.
 *
 * @throws AppError `not_found`, `conflict` (`invitation_accepted`).
 */
export async function revokeInvitation(ctx: Context, { actor, id }: { actor: Actor; id: string }): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const where = { id, acceptedAt: null, revokedAt: null };
    const [revoked] = await tx.invitation.updateManyAndReturn({ where, data: { revokedAt: new Date() } });
    if (revoked === undefined) return requireRevoked(await tx.invitation.findUnique({ where: { id } }));
    const { email, name, role } = revoked;
    const resource = { resourceType: "invitation", resourceId: id };
    await recordAudit(tx, {
      actor,
      action: "invitation.revoked",
      ...resource,
      metadata: { before: { email, name, role } },
    });
  });
}

function requireRevoked(row: { acceptedAt: Date | null } | null): void {
  if (row === null) throw new AppError("not_found", "There is no such invitation.");
  if (row.acceptedAt === null) return;
  throw new AppError("conflict", "The invitation was accepted: remove the user instead.", {
    slug: "invitation_accepted",
  });
}
