import type { Prisma } from "~/platform/generated/prisma/client";
import type { AlertComment } from "./alert-comment";

/** What has to be read with a comment to show it. */
export const COMMENT_INCLUDE = { author: { select: { name: true } } } as const satisfies Prisma.AlertCommentInclude;

type Row = Prisma.AlertCommentGetPayload<{ include: typeof COMMENT_INCLUDE }>;

/** A comment as the API and the interface show it. */
export function presentComment({ id, alertId, authorId, author, body, createdAt }: Row): AlertComment {
  return { id, alertId, authorId, authorName: author?.name ?? null, body, createdAt: createdAt.toISOString() };
}
