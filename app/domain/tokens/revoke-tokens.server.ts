import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import { hashRefreshToken } from "./refresh-token.server";

interface Revoke {
  refreshToken: string;
  ip: string;
  requestId?: string;
}

/** Ends the sign-in that a refresh token belongs to, with its access tokens. An unknown token is no error (RFC 7009, 2.2). */
export async function revokeTokens(ctx: Context, { refreshToken, ip, requestId }: Revoke): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const token = await tx.refreshToken.findUnique({
      where: { tokenHash: hashRefreshToken(refreshToken) },
      include: { session: true },
    });
    if (token === null || token.session.revokedAt !== null) return;
    const { id, userId } = token.session;
    await tx.session.update({ where: { id }, data: { revokedAt: new Date() } });
    const actor = { userId, ip, ...(requestId === undefined ? {} : { requestId }) };
    await recordAudit(tx, { actor, action: "auth.logout", resourceType: "session", resourceId: id });
  });
}
