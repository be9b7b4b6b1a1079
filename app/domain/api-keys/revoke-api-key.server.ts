import { can } from "~/domain/access/can";
import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";

/**
 * Ends a key, on every instance with its next request.
 *
 * @throws AppError `not_found`, also for another user's that one may not revoke, and again.
 */
export async function revokeApiKey(ctx: Context, { actor, id }: { actor: Actor; id: string }): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const row = await tx.apiKey.findFirst({ where: { id, revokedAt: null } });
    const mayRevoke = row !== null && can(actor, "api_key.revoke", { ownerId: row.userId });
    const where = { id, revokedAt: null };
    const revoked = mayRevoke ? await tx.apiKey.updateMany({ where, data: { revokedAt: new Date() } }) : null;
    if (row === null || revoked === null || revoked.count === 0) {
      throw new AppError("not_found", "There is no such API key.");
    }
    const { userId, name, role, prefix } = row;
    const metadata = { before: { ownerId: userId, name, role, prefix } };
    await recordAudit(tx, { actor, action: "api_key.revoked", resourceType: "api_key", resourceId: id, metadata });
  });
}
