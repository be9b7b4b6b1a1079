import type { Invitation as InvitationRow } from "~/platform/generated/prisma/client";
import type { Invitation, InvitationState } from "./invitation";

/** An invitation's row as the API shows it. `names`: of users, by id. */
export function presentInvitation(
  row: InvitationRow,
  { names, now }: { names: ReadonlyMap<string, string>; now: Date },
): Invitation {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    state: stateOf(row, now),
    invitedBy: row.invitedById,
    invitedByName: row.invitedById === null ? null : (names.get(row.invitedById) ?? null),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
  };
}

function stateOf({ acceptedAt, revokedAt, expiresAt }: InvitationRow, now: Date): InvitationState {
  if (acceptedAt !== null) return "accepted";
  if (revokedAt !== null) return "revoked";
  return expiresAt <= now ? "expired" : "open";
}
