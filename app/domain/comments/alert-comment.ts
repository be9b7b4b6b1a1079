import { z } from "zod";

import { isStorableText } from "~/domain/is-storable-text";
import { Id, Timestamp } from "~/domain/shared-schemas";

/** The longest comment, characters. */
export const MAX_COMMENT_CHARACTERS = 5_000;

/** What somebody said about an alert. */
export const AlertComment = z.object({
  id: Id,
  alertId: Id,
  authorId: Id.nullable().describe("Null of an account since removed."),
  authorName: z.string().nullable(),
  body: z.string().describe("Plain text as it was written: escape it where it is shown."),
  createdAt: Timestamp,
});
export type AlertComment = z.infer<typeof AlertComment>;

/** What a comment is made from. */
export const NewComment = z.strictObject({
  body: z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(MAX_COMMENT_CHARACTERS, "must be at most 5,000 characters")
    .refine(isStorableText, "must not have a NUL character"),
});
export type NewComment = z.infer<typeof NewComment>;
