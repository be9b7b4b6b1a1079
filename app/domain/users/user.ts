import { z } from "zod";

import { Id, oneLine, Timestamp } from "~/domain/shared-schemas";
import { Role } from "./role";

/** A person who may sign in, as the API and the interface show them. */
export const User = z
  .object({ id: Id, email: z.string(), name: z.string(), role: Role, mfaEnabled: z.boolean() })
  .meta({ id: "User" });
export type User = z.infer<typeof User>;

/** A user as an admin sees them. */
export const UserDetail = User.extend({
  disabled: z.boolean().describe("May not sign in, and nothing of theirs works; what they did stays."),
  lastSignInAt: Timestamp.nullable(),
  createdAt: Timestamp,
}).meta({ id: "UserDetail" });
export type UserDetail = z.infer<typeof UserDetail>;

/** An email address as it is stored: lower case. */
export const Email = z
  .string()
  .trim()
  .max(254, "must be at most 254 characters")
  .toLowerCase()
  .pipe(z.email("must be an email address"));

/** A person's name. On one line: it goes into mails and messages. */
export const PersonName = oneLine(120);

/** A password as it is given; whether it may be chosen is for `checkPassword`. */
export const Password = z.string().min(1, "must not be empty").max(1024, "must be at most 1024 characters");

/** What a user is made from. Without a password they cannot sign in until one is set. */
export const UserInput = z.strictObject({ email: Email, name: PersonName, role: Role, password: Password.optional() });
export type UserInput = z.infer<typeof UserInput>;

/** A change to a user; what is not named stays. */
export const UserPatch = z.strictObject({
  email: Email.optional(),
  name: PersonName.optional(),
  role: Role.optional(),
  disabled: z.boolean().optional(),
  password: Password.optional().describe("A new password. Your own is changed with the one before it instead."),
});
export type UserPatch = z.infer<typeof UserPatch>;

/** Which users to list. */
export interface UserFilter {
  /** In the name or the email address. */
  q?: string | undefined;
  role?: readonly Role[] | undefined;
  enabled?: boolean | undefined;
}
