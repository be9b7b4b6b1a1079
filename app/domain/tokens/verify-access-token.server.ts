import { mustEnroll } from "~/domain/factors/must-enroll.server";
import { Role } from "~/domain/users/role";
import type { Context } from "~/platform/context.server";
import { readAccessToken } from "./read-access-token.server";

/** Whom a good access token speaks for. */
export interface TokenCaller {
  userId: string;
  role: Role;
  sessionId: string;
  /** Must set up a second factor before anything else. */
  mustEnroll: boolean;
}

/** Asked by every request: a statement that each connection plans once, for two rows by their primary keys. */
const FIND_CALLER = `
SELECT users.id, users.role, users.session_version, users.totp_enabled_at IS NOT NULL AS mfa_enabled
FROM sessions JOIN users ON users.id = sessions.user_id
WHERE sessions.id = $1 AND sessions.kind = 'token' AND sessions.revoked_at IS NULL AND sessions.expires_at > now()
  AND users.disabled_at IS NULL AND users.deleted_at IS NULL`;

interface CallerRow {
  id: string;
  role: string;
  session_version: number;
  mfa_enabled: boolean;
}

/**
 * Checks an access token: by itself, then that its user and sign-in are still what they were. The second is asked of the
 * database each time, so that an end takes effect at once and on every instance. Null for any that isn't good.
 */
export async function verifyAccessToken(ctx: Context, token: string): Promise<TokenCaller | null> {
  const claims = await readAccessToken(ctx.secrets, token);
  if (claims === null) return null;
  const { userId, sessionId, sessionVersion } = claims;
  const found = await ctx.sql.query<CallerRow>({ name: "find-token-caller", text: FIND_CALLER, values: [sessionId] });
  const [caller] = found.rows;
  if (caller === undefined || caller.id !== userId || caller.session_version !== sessionVersion) return null;
  const role = Role.parse(caller.role);
  const enrollment = await mustEnroll(ctx, { role, mfaEnabled: caller.mfa_enabled });
  return { userId, role, sessionId, mustEnroll: enrollment };
}
