import { endUserSessions } from "~/domain/sessions/end-user-sessions.server";
import type { DbTransaction } from "~/platform/db.server";

/** What of a user's ends besides the sign-ins: the keys, and the places they kept for others. */
export interface EndedAccess {
  keys?: boolean;
  invitations?: boolean;
}

/** How much has ended, for the audit log. */
export interface AccessEnd {
  sessions: number;
  keys: number;
  invitations: number;
}

/**
 * Ends a user's sign-ins, of browsers and of API clients, and what else is named. Raising `sessionVersion` in the same
 * transaction ends the tokens that were issued. An invitation ends with its maker's right to make it: it would be their
 * way back in.
 */
export async function endAccess(tx: DbTransaction, userId: string, also: EndedAccess): Promise<AccessEnd> {
  const revokedAt = new Date();
  const open = { revokedAt: null };
  const sessions = await endUserSessions(tx, { userId });
  const keys = also.keys ? await tx.apiKey.updateMany({ where: { userId, ...open }, data: { revokedAt } }) : null;
  const invited = { invitedById: userId, acceptedAt: null, ...open };
  const invitations = also.invitations ? await tx.invitation.updateMany({ where: invited, data: { revokedAt } }) : null;
  return { sessions: sessions.length, keys: keys?.count ?? 0, invitations: invitations?.count ?? 0 };
}
