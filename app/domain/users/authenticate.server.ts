import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import { checkSecondFactor } from "~/domain/factors/check-second-factor.server";
import type { Context } from "~/platform/context.server";
import { hashPassword } from "./hash-password.server";
import type { Role } from "./role";
import { signInThrottle } from "./sign-in-throttle.server";
import { verifyPassword } from "./verify-password.server";

/** Who has just proved to be whom. `sessionVersion` goes into whatever is issued next. */
export interface AuthenticatedUser {
  id: string;
  email: string;
  name: string;
  role: Role;
  sessionVersion: number;
}

interface Credentials {
  email: string;
  password: string;
  /** A code of the authenticator or a recovery code, for who has a second factor. */
  totp?: string | undefined;
  ip: string;
  requestId?: string;
}

/** Verified in place of a hash that doesn't exist, so that an unknown account takes as long as a known one. */
let decoy: Promise<string> | undefined;

/**
 * Checks an email address and password, and the second factor of who has one. A disabled, deleted, passwordless or
 * unknown account answers in the same words and time as a wrong password.
 *
 * @throws AppError `unauthenticated` (`wrong_credentials`; with the right password `totp_required` or `wrong_totp`),
 *   `rate_limited`, `unavailable`.
 */
export async function authenticate(ctx: Context, credentials: Credentials): Promise<AuthenticatedUser> {
  const { ip, requestId } = credentials;
  // What PostgreSQL can't keep is nobody's address.
  const email = credentials.email
    .trim()
    .toLowerCase()
    .replace(/[\0\p{Surrogate}]/gu, "\uFFFD");
  const from = { ip, ...(requestId === undefined ? {} : { requestId }) };
  const throttle = signInThrottle(ctx, { email, ...from });
  await throttle.count();
  decoy ??= makeDecoy();
  // Awaited by everyone: the first sign-in after a start waits for it whether or not the account exists.
  const decoyHash = await decoy;
  const user = await ctx.db.user.findUnique({ where: { email } });
  const stored = user?.disabledAt === null && user.deletedAt === null ? user.passwordHash : null;
  const { ok, stale } = await verifyPassword(stored ?? decoyHash, credentials.password).catch(async (error) => {
    // Nothing was tried: too many wait for their turn.
    await throttle.passed();
    throw error;
  });

  if (user === null || stored === null || !ok) {
    await tell(ctx, from, { action: "auth.login_failed", userId: null, email, reason: "wrong_credentials" });
    throw new AppError("unauthenticated", "The email address or the password is wrong.", { slug: "wrong_credentials" });
  }
  if (user.totpEnabledAt !== null) {
    const code = credentials.totp?.trim() ?? "";
    if (code === "") {
      await throttle.passed();
      const text = "A code of your authenticator is needed, or a recovery code.";
      throw new AppError("unauthenticated", text, { slug: "totp_required" });
    }
    await throttle.countCode();
    if (!(await checkSecondFactor(ctx, { user, code, actor: from }))) {
      await tell(ctx, from, { action: "auth.login_failed", userId: user.id, email, reason: "wrong_totp" });
      throw new AppError("unauthenticated", "The code is wrong, or was used before.", { slug: "wrong_totp" });
    }
    await throttle.codeWorked();
  }
  await throttle.worked();
  await remember(ctx, user.id, stored, stale ? await hashPassword(credentials.password) : null);
  await tell(ctx, from, { action: "auth.login", userId: user.id, email });
  const { id, name, role, sessionVersion } = user;
  return { id, email, name, role, sessionVersion };
}

/** Made once; when that fails, by whoever comes next. */
function makeDecoy(): Promise<string> {
  const making = hashPassword("a password that nobody has");
  making.catch(() => {
    decoy = undefined;
  });
  return making;
}

/** When it was; and the hash with today's parameters, unless somebody has changed the password meanwhile. */
async function remember(ctx: Context, id: string, stored: string, passwordHash: string | null): Promise<void> {
  await ctx.db.user.update({ where: { id }, data: { lastSignInAt: new Date() } });
  if (passwordHash === null) return;
  await ctx.db.user.updateMany({ where: { id, passwordHash: stored }, data: { passwordHash } });
}

interface Event {
  action: "auth.login" | "auth.login_failed";
  userId: string | null;
  email: string;
  /** The kind of failure. */
  reason?: string;
}

async function tell(ctx: Context, from: { ip: string; requestId?: string }, event: Event): Promise<void> {
  const { action, userId, email, reason } = event;
  const actor = { ...from, userId };
  const metadata = { email: email.slice(0, 254), ...(reason === undefined ? {} : { reason }) };
  await recordAudit(ctx.db, { actor, action, resourceType: "user", metadata });
}
