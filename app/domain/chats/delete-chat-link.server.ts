import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";

/**
 * Ends a chat account's speaking for the user, at once.
 *
 * @throws AppError `not_found`, also for another user's.
 */
export async function deleteChatLink(
  ctx: Pick<Context, "db">,
  { actor, id }: { actor: Actor & { userId: string }; id: string },
): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const link = await tx.chatIdentity.findFirst({ where: { id, userId: actor.userId } });
    const { count } = await tx.chatIdentity.deleteMany({ where: { id, userId: actor.userId } });
    if (link === null || count === 0) throw new AppError("not_found", "You have no chat account with this id.");
    const metadata = { before: { provider: link.provider, name: link.label, userId: link.userId } };
    await recordAudit(tx, { actor, action: "chat.unlinked", resourceType: "chat_link", resourceId: id, metadata });
  });
}
