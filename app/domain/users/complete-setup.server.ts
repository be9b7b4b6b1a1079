import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import { createUser } from "./create-user.server";
import { hashPassword } from "./hash-password.server";
import { requireGoodPassword } from "./require-good-password";
import { hashSetupCode } from "./setup-code.server";
import type { User } from "./user";

/** Held while the first admin is made, so that two visitors can't both become it. */
const LOCK = 7_316_001;

interface Setup {
  actor: Omit<Actor, "userId">;
  code: string;
  email: string;
  name: string;
  password: string;
}

/**
 * Makes the first admin for who knows the set-up code. The code works once, and only while there is no user.
 *
 * @throws AppError `forbidden` (`setup_done`), `invalid_input` at `/code`, `/password`.
 */
export async function completeSetup(ctx: Context, { actor, code, email, name, password }: Setup): Promise<User> {
  const now = new Date();
  const where = { codeHash: hashSetupCode(code), usedAt: null, expiresAt: { gt: now } };
  // Before the lock that others wait for, and not for everybody: hashing takes a while.
  await requireNobody(ctx.db);
  if ((await ctx.db.setupCode.count({ where })) === 0) {
    await recordAudit(ctx.db, { actor: { ...actor, userId: null }, action: "auth.setup_failed" });
    throw wrongCode();
  }
  requireGoodPassword(password, [email, name]);
  const passwordHash = await hashPassword(password);

  return ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`;
    await requireNobody(tx);
    const used = await tx.setupCode.updateMany({ where, data: { usedAt: now } });
    if (used.count === 0) throw wrongCode();
    return createUser(ctx, { actor: { ...actor, userId: null }, email, name, role: "admin", passwordHash }, tx);
  });
}

async function requireNobody(db: Pick<DbTransaction, "user">): Promise<void> {
  if ((await db.user.findFirst({ select: { id: true } })) === null) return;
  throw new AppError("forbidden", "Sentinel has been set up already: sign in.", { slug: "setup_done" });
}

function wrongCode(): AppError {
  const detail = "is wrong or has expired; a restart prints a new one";
  return new AppError("invalid_input", `The set-up code ${detail}.`, {
    errors: [{ pointer: "/code", detail, code: "wrong_code" }],
  });
}
