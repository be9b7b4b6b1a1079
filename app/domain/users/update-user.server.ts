import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import { isUniqueViolation } from "~/domain/watchlists/is-unique-violation";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import type { User as UserRow } from "~/platform/generated/prisma/client";
import { duplicateEmail } from "./duplicate-email";
import { endAccess } from "./end-access.server";
import { hashPassword } from "./hash-password.server";
import { holdUsers } from "./hold-users.server";
import { presentUser } from "./present-user";
import { requireGoodPassword } from "./require-good-password";
import { requireOtherAdmin } from "./require-other-admin.server";
import { requirePerson } from "./require-person.server";
import type { Role } from "./role";
import type { UserDetail, UserPatch } from "./user";

interface Update {
  actor: Actor;
  id: string;
  input: UserPatch;
}

/**
 * Changes a user. Another role, another password and disabling end what was issued to them before, at once: sign-ins
 * and tokens; with disabling their API keys too, for good. A role that may not invite ends the invitations they made.
 *
 * @throws AppError `not_found`, `conflict` (`last_admin`, `duplicate_email`), `invalid_input` at `/password` (also for
 *   one's own, which is changed with the one before it), `forbidden` (see `requirePerson`).
 */
export async function updateUser(ctx: Context, { actor, id, input }: Update): Promise<UserDetail> {
  const { password } = input;
  if (password !== undefined && id === actor.userId) throw ownPassword();
  await requireRight(ctx, { actor, id, input });
  // Before the lock that others wait for: it takes a while.
  const passwordHash = password === undefined ? undefined : await hashPassword(password);
  try {
    return await ctx.db.$transaction(async (tx) => {
      const before = await holdUsers(tx, id);
      const name = input.name ?? before.name;
      if (password !== undefined) requireGoodPassword(password, [input.email ?? before.email, name]);
      return change(tx, { actor, input, before, passwordHash });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw duplicateEmail();
    throw error;
  }
}

/** A key may still take rights away: it has no sign-in that could be a recent one. */
async function requireRight(ctx: Context, { actor, id, input: { password, role } }: Update): Promise<void> {
  const isOther = async () => (await ctx.db.user.findUnique({ where: { id }, select: { role: true } }))?.role !== role;
  const changesRole = role !== undefined && (await isOther());
  if (password === undefined && !changesRole) return;
  if (password === undefined && role !== "admin" && actor.apiKeyId !== undefined) return;
  await requirePerson(ctx, { actor });
}

interface Change {
  actor: Actor;
  input: UserPatch;
  before: UserRow;
  passwordHash: string | undefined;
}

async function change(tx: DbTransaction, { actor, input, before, passwordHash }: Change): Promise<UserDetail> {
  const after = { ...visible(before), ...withoutSecret(input) };
  const fields = (Object.keys(after) as (keyof Visible)[]).filter((field) => after[field] !== visible(before)[field]);
  if (fields.length === 0 && passwordHash === undefined) return presentUser(before);
  const isAdmin = after.role === "admin" && !after.disabled;
  if (!isAdmin) await requireOtherAdmin(tx, before);

  const now = new Date();
  const ends = fields.includes("role") || fields.includes("disabled") || passwordHash !== undefined;
  const { email, name, role } = after;
  const row = await tx.user.update({
    where: { id: before.id },
    data: {
      email,
      name,
      role,
      ...(fields.includes("disabled") ? { disabledAt: after.disabled ? now : null } : {}),
      ...(passwordHash === undefined ? {} : { passwordHash, passwordChangedAt: now }),
      ...(ends ? { sessionVersion: { increment: 1 } } : {}),
    },
  });
  const ended = ends ? await endAccess(tx, row.id, { keys: after.disabled, invitations: !isAdmin }) : null;
  const pick = (from: Visible) => Object.fromEntries(fields.map((field) => [field, from[field]]));
  const metadata = {
    before: pick(visible(before)),
    after: pick(after),
    ...(passwordHash === undefined ? {} : { passwordChanged: true }),
    ...(ended === null ? {} : { ended: { ...ended } }),
  };
  await recordAudit(tx, { actor, action: "user.updated", resourceType: "user", resourceId: row.id, metadata });
  return presentUser(row);
}

/** What the audit log is told. */
interface Visible {
  email: string;
  name: string;
  role: Role;
  disabled: boolean;
}

function visible({ email, name, role, disabledAt }: UserRow): Visible {
  return { email, name, role, disabled: disabledAt !== null };
}

function withoutSecret({ email, name, role, disabled }: UserPatch): Partial<Visible> {
  return {
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
    ...(role === undefined ? {} : { role }),
    ...(disabled === undefined ? {} : { disabled }),
  };
}

function ownPassword(): AppError {
  const detail = "is yours: change it with the one before it, in your account or at POST /v1/me/password";
  return new AppError("invalid_input", `This password ${detail}.`, {
    errors: [{ pointer: "/password", detail, code: "own_password" }],
  });
}
