import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { checkNewPassword } from "./check-new-password";
import { hashPassword } from "./hash-password.server";
import { isSetupNeeded } from "./is-setup-needed.server";
import { hashSetupCode, makeSetupCode } from "./setup-code.server";
import { Email } from "./user";

const VALID_MS = 24 * 60 * 60 * 1000;
/** Held while a set-up code is replaced. */
const LOCK = 7_316_015;

/**
 * Called at every start. While there is no user at all: makes the admin of `ADMIN_EMAIL` and `ADMIN_PASSWORD`, or else
 * a set-up code, told once in the log, for whoever opens the interface first. Once there is a user: nothing.
 */
export async function ensureFirstAdmin(ctx: Context): Promise<void> {
  if (!(await isSetupNeeded(ctx))) return;
  const { ADMIN_EMAIL, ADMIN_PASSWORD } = ctx.env;
  if (ADMIN_EMAIL !== undefined && ADMIN_PASSWORD !== undefined) await makeAdmin(ctx, ADMIN_EMAIL, ADMIN_PASSWORD);
  else await tellSetupCode(ctx);
}

async function makeAdmin(ctx: Context, address: string, password: string): Promise<void> {
  const email = Email.safeParse(address);
  if (!email.success) throw new AppError("invalid_input", "ADMIN_EMAIL must be an email address.");
  const weak = checkNewPassword(password, [email.data]);
  // The operator's own choice, made where only operators write: it is honoured, but not silently.
  if (weak !== null) ctx.log.warn(`ADMIN_PASSWORD ${weak.detail}; change it after signing in`);
  const passwordHash = await hashPassword(password);
  const id = ctx.newId();
  await ctx.db.$transaction(async (tx) => {
    const data = { id, email: email.data, name: "Admin", role: "admin" as const, passwordHash };
    // Another instance that starts at the same moment may have made it.
    const made = await tx.user.createMany({ data, skipDuplicates: true });
    if (made.count === 0) return;
    const metadata = { email: email.data, role: "admin", by: "environment" };
    const actor = { userId: null };
    await recordAudit(tx, { actor, action: "user.created", resourceType: "user", resourceId: id, metadata });
  });
  ctx.log.info({ email: email.data }, "made the first admin from ADMIN_EMAIL");
}

/** A new code in place of all earlier ones: what an older log still shows opens nothing. */
async function tellSetupCode(ctx: Context): Promise<void> {
  const code = makeSetupCode();
  const expiresAt = new Date(Date.now() + VALID_MS);
  await ctx.db.$transaction(async (tx) => {
    // Instances that start together: the last one's code is the one that works.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`;
    await tx.setupCode.deleteMany();
    await tx.setupCode.create({ data: { id: ctx.newId(), codeHash: hashSetupCode(code), expiresAt } });
    await recordAudit(tx, { actor: { userId: null }, action: "setup.code_made", resourceType: "setup_code" });
  });
  ctx.log.info(
    `Nobody can sign in yet. Open ${ctx.env.PUBLIC_URL} and enter the set-up code ${code} (valid for 24 hours).`,
  );
}
