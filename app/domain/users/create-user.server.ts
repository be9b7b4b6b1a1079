import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import { duplicateEmail } from "./duplicate-email";
import { hashPassword } from "./hash-password.server";
import { presentUser } from "./present-user";
import { requireGoodPassword } from "./require-good-password";
import { requirePerson } from "./require-person.server";
import type { Role } from "./role";
import type { UserDetail } from "./user";

/** A user to be made. Email in lower case; without a password they cannot sign in until one is set. */
export interface NewUser {
  actor: Actor;
  email: string;
  name: string;
  role: Role;
  password?: string | undefined;
  /** In place of `password`, from who has checked and hashed it before the transaction began: others would wait for it. */
  passwordHash?: string;
}

/**
 * Makes a user, in the given transaction if there is one.
 *
 * @throws AppError `invalid_input` at `/password`, `conflict` (`duplicate_email`), `forbidden` (see `requirePerson`) for
 *   an admin that somebody else makes.
 */
export async function createUser(ctx: Context, input: NewUser, tx?: DbTransaction): Promise<UserDetail> {
  const { actor, email, name, role, password } = input;
  if (role === "admin" && actor.userId !== null) await requirePerson(ctx, { actor });
  if (password !== undefined) requireGoodPassword(password, [email, name]);
  const passwordHash = input.passwordHash ?? (password === undefined ? null : await hashPassword(password));
  const id = ctx.newId();
  const passwordChangedAt = passwordHash === null ? null : new Date();

  const make = async (db: DbTransaction) => {
    const data = { id, email, name, role, passwordHash, passwordChangedAt };
    const [made] = await db.user.createManyAndReturn({ data, skipDuplicates: true });
    if (made === undefined) throw duplicateEmail();
    const metadata = { after: { email, name, role, disabled: false } };
    await recordAudit(db, { actor, action: "user.created", resourceType: "user", resourceId: id, metadata });
    return presentUser(made);
  };
  return tx === undefined ? ctx.db.$transaction(make) : make(tx);
}
