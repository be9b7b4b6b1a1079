import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { createUser } from "./create-user.server";
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
  const made = ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`;
    if ((await tx.user.findFirst({ select: { id: true } })) !== null) {
      throw new AppError("forbidden", "Sentinel has been set up already: sign in.", { slug: "setup_done" });
    }
    const now = new Date();
    const where = { codeHash: hashSetupCode(code), usedAt: null, expiresAt: { gt: now } };
    const used = await tx.setupCode.updateMany({ where, data: { usedAt: now } });
    if (used.count === 0) {
      const detail = "is wrong or has expired; a restart prints a new one";
      const errors = [{ pointer: "/code", detail, code: "wrong_code" }];
      throw new AppError("invalid_input", `The set-up code ${detail}.`, { errors });
    }
    return createUser(ctx, { actor: { ...actor, userId: null }, email, name, role: "admin", password }, tx);
  });
  return made.catch(async (error: unknown) => {
    if (error instanceof AppError && error.errors[0]?.code === "wrong_code") {
      await recordAudit(ctx.db, { actor: { ...actor, userId: null }, action: "auth.setup_failed" });
    }
    throw error;
  });
}
