import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { AlertComment, NewComment } from "./alert-comment";
import { COMMENT_INCLUDE, presentComment } from "./present-comment";

/**
 * Says something about an alert; whoever watches it is told live. The audit log says that it was said and how long it
 * is; what was said is with the alert.
 *
 * @throws AppError `not_found` when there is no such alert.
 */
export async function createComment(
  ctx: Context,
  { actor, alertId, input }: { actor: Actor; alertId: string; input: NewComment },
): Promise<AlertComment> {
  const id = ctx.newId();
  const comment = await ctx.db.$transaction(async (tx) => {
    // So that the alert isn't deleted in between.
    const alerts = await tx.$queryRaw<unknown[]>`SELECT 1 FROM alerts WHERE id = ${alertId}::uuid FOR KEY SHARE`;
    if (alerts.length === 0) throw new AppError("not_found", "There is no alert with this id.");
    const made = await tx.alertComment.create({
      data: { id, alertId, authorId: actor.userId, body: input.body },
      include: COMMENT_INCLUDE,
    });
    await tx.alertEvent.create({
      data: {
        id: ctx.newId(),
        alertId,
        kind: "commented",
        at: made.createdAt,
        actorId: actor.userId,
        data: { commentId: id },
      },
    });
    await recordAudit(tx, {
      actor,
      action: "comment.created",
      resourceType: "alert",
      resourceId: alertId,
      metadata: { commentId: id, characters: input.body.length },
    });
    return made;
  });
  ctx.relay.publish("alerts.changed", { ids: [alertId] });
  return presentComment(comment);
}
