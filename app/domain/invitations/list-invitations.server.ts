import { afterCursor, type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import type { Invitation, InvitationState } from "./invitation";
import { presentInvitation } from "./present-invitation";

/**
 * Invitations, newest first; of every state unless said otherwise.
 *
 * @throws AppError `invalid_input` for a cursor that is not one.
 */
export async function listInvitations(
  ctx: Pick<Context, "db">,
  { state, ...request }: PageRequest & { state?: readonly InvitationState[] | undefined },
): Promise<Page<Invitation>> {
  const now = new Date();
  const where: Prisma.InvitationWhereInput = state === undefined ? {} : { OR: state.map((each) => inState(each, now)) };
  const page = await paginate(request, {
    count: () => ctx.db.invitation.count({ where }),
    find: ({ after, ...part }) =>
      ctx.db.invitation.findMany({
        where: { AND: [where, afterCursor("createdAt", after)] },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        ...part,
      }),
    cursorOf: (row) => ({ at: row.createdAt, id: row.id }),
  });
  const ids = page.data.flatMap(({ invitedById }) => invitedById ?? []);
  const users = await ctx.db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return { ...page, data: page.data.map((row) => presentInvitation(row, { names, now })) };
}

function inState(state: InvitationState, now: Date): Prisma.InvitationWhereInput {
  if (state === "accepted") return { acceptedAt: { not: null } };
  if (state === "revoked") return { acceptedAt: null, revokedAt: { not: null } };
  return { acceptedAt: null, revokedAt: null, expiresAt: state === "open" ? { gt: now } : { lte: now } };
}
