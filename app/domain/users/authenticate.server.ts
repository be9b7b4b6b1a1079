import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
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
  ip: string;
  requestId?: string;
}

/** Verified in place of a hash that doesn't exist, so that an unknown account takes as long as a known one. */
let decoy: Promise<string> | undefined;

/**
 * Checks an email address and password. A disabled, passwordless or unknown account answers in the same words and time
 * as a wrong password.
 *
 * @throws AppError `unauthenticated` (`wrong_credentials`), `rate_limited`.
 */
export async function authenticate(ctx: Context, credentials: Credentials): Promise<AuthenticatedUser> {
  const email = credentials.email.trim().toLowerCase();
  const throttle = signInThrottle(ctx, email, credentials.ip);
  await throttle.check();
  decoy ??= hashPassword("a password that nobody has");
  // Awaited by everyone: the first sign-in after a start waits for it whether or not the account exists.
  const decoyHash = await decoy;
  const user = await ctx.db.user.findUnique({ where: { email } });
  const stored = user?.disabledAt === null ? user.passwordHash : null;
  const { ok, stale } = await verifyPassword(stored ?? decoyHash, credentials.password);

  if (user === null || stored === null || !ok) {
    await throttle.failed();
    await audit(ctx, credentials, "auth.login_failed", null, email);
    throw new AppError("unauthenticated", "The email address or the password is wrong.", { slug: "wrong_credentials" });
  }
  await throttle.worked();
  if (stale) {
    const passwordHash = await hashPassword(credentials.password);
    // Only if nobody has changed the password meanwhile.
    await ctx.db.user.updateMany({ where: { id: user.id, passwordHash: stored }, data: { passwordHash } });
  }
  await audit(ctx, credentials, "auth.login", user.id, email);
  const { id, name, role, sessionVersion } = user;
  return { id, email, name, role, sessionVersion };
}

async function audit(
  ctx: Context,
  { ip, requestId }: Credentials,
  action: "auth.login" | "auth.login_failed",
  userId: string | null,
  email: string,
): Promise<void> {
  const actor = { userId, ip, ...(requestId === undefined ? {} : { requestId }) };
  await recordAudit(ctx.db, { actor, action, resourceType: "user", metadata: { email: email.slice(0, 254) } });
}
