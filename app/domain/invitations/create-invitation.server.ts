import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { duplicateEmail } from "~/domain/users/duplicate-email";
import { requirePerson } from "~/domain/users/require-person.server";
import type { Context } from "~/platform/context.server";
import { INVITATION_DAYS, type Invitation, type NewInvitation } from "./invitation";
import { hashInvitationToken, makeInvitationToken } from "./invitation-token.server";
import { presentInvitation } from "./present-invitation";
import { sendInvitation } from "./send-invitation.server";

/** An invitation with its link, which is known only now. */
export interface CreatedInvitation {
  invitation: Invitation;
  url: string;
  /** Whether a mail server took the link for the invited; false when there is none, or it refused. */
  mailed: boolean;
}

/** Held per installation while an invitation is made, so that of two for one address only the later works. */
const LOCK = 7_316_003;

/**
 * Invites somebody by a link that works once, for seven days; an open invitation of the same address ends. The link is
 * mailed too where mail can be sent; when that fails the invitation stands, for its maker has the link.
 *
 * @throws AppError `conflict` (`duplicate_email`) when the address is a user's, `forbidden` (see `requirePerson`) for an
 *   admin.
 */
export async function createInvitation(
  ctx: Context,
  { actor, input }: { actor: Actor; input: NewInvitation },
): Promise<CreatedInvitation> {
  const { email, name, role } = input;
  if (role === "admin") await requirePerson(ctx, { actor });
  const token = makeInvitationToken();
  const now = new Date();
  const expiresAt = new Date(now.getTime() + INVITATION_DAYS * 86_400_000);
  const invitation = await ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`;
    if ((await tx.user.findUnique({ where: { email }, select: { id: true } })) !== null) throw duplicateEmail();
    const open = { email, acceptedAt: null, revokedAt: null };
    const replaced = await tx.invitation.updateManyAndReturn({ where: open, data: { revokedAt: now } });
    const data = { id: ctx.newId(), email, name, role, tokenHash: hashInvitationToken(token), createdAt: now };
    const row = await tx.invitation.create({ data: { ...data, invitedById: actor.userId, expiresAt } });
    const metadata = {
      after: { email, name, role, expiresAt: expiresAt.toISOString() },
      ...(replaced.length === 0 ? {} : { replaces: replaced.map(({ id }) => id) }),
    };
    const resource = { resourceType: "invitation", resourceId: row.id };
    await recordAudit(tx, { actor, action: "invitation.created", ...resource, metadata });
    const by = actor.userId === null ? null : await tx.user.findUnique({ where: { id: actor.userId } });
    return presentInvitation(row, { names: new Map(by === null ? [] : [[by.id, by.name]]), now });
  });
  const url = `${ctx.env.PUBLIC_URL}/invitation/${token}`;
  return { invitation, url, mailed: await sendInvitation(ctx, { invitation, url }) };
}
