import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import { checkPassword } from "./check-password";
import { hashPassword } from "./hash-password.server";
import type { Role } from "./role";
import type { User } from "./user";

/** A user to be made. Email in lower case; without a password they cannot sign in until one is set. */
export interface NewUser {
  actor: Actor;
  email: string;
  name: string;
  role: Role;
  password?: string;
}

/**
 * Makes a user, in the given transaction if there is one.
 *
 * @throws AppError `invalid_input` at `/password`, `conflict` (`duplicate_email`).
 */
export async function createUser(ctx: Context, input: NewUser, tx?: DbTransaction): Promise<User> {
  const { actor, email, name, role, password } = input;
  if (password !== undefined) requireGoodPassword(password, [email, name]);
  const passwordHash = password === undefined ? null : await hashPassword(password);
  const id = ctx.newId();

  const make = async (db: DbTransaction) => {
    const made = await db.user.createMany({ data: { id, email, name, role, passwordHash }, skipDuplicates: true });
    if (made.count === 0) {
      const detail = "belongs to another user";
      const errors = [{ pointer: "/email", detail, code: "duplicate_email" }];
      throw new AppError("conflict", `The email address ${detail}.`, { slug: "duplicate_email", errors });
    }
    const resource = { resourceType: "user", resourceId: id };
    await recordAudit(db, { actor, action: "user.created", ...resource, metadata: { email, role } });
  };
  await (tx === undefined ? ctx.db.$transaction(make) : make(tx));
  return { id, email, name, role, mfaEnabled: false };
}

function requireGoodPassword(password: string, context: string[]): void {
  const wrong = checkPassword(password, context);
  if (wrong === null) return;
  throw new AppError("invalid_input", `The password ${wrong.detail}.`, {
    errors: [{ pointer: "/password", ...wrong }],
  });
}
