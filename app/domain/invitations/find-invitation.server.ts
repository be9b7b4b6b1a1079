import type { Context } from "~/platform/context.server";
import type { InvitationOffer } from "./invitation";
import { hashInvitationToken } from "./invitation-token.server";

/** What a link offers; null when it was used, taken back, has expired or never was. Which of them is nobody's business. */
export async function findInvitation(
  ctx: Pick<Context, "db">,
  { token }: { token: string },
): Promise<InvitationOffer | null> {
  const row = await ctx.db.invitation.findFirst({
    where: {
      tokenHash: hashInvitationToken(token),
      acceptedAt: null,
      revokedAt: null,
      expiresAt: { gt: new Date() },
    },
  });
  if (row === null) return null;
  const { email, name, role, expiresAt } = row;
  return { email, name, role, expiresAt: expiresAt.toISOString() };
}
