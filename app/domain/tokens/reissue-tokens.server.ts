import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { nextRefreshToken } from "./next-refresh-token.server";
import { signAccessToken } from "./sign-access-token.server";
import { DEFAULT_EXPIRES_IN_SECONDS, type TokenPair } from "./token-pair";

interface Reissue {
  userId: string;
  /** The sign-in in use. */
  sessionId: string | undefined;
  /** What `changePassword` gave. */
  sessionVersion: number;
}

/**
 * A new pair under the same sign-in for who has just changed their password, which ended all tokens of before.
 *
 * @throws AppError `unauthenticated` when the sign-in has ended meanwhile.
 */
export async function reissueTokens(ctx: Context, { userId, sessionId, sessionVersion }: Reissue): Promise<TokenPair> {
  const over = new AppError("unauthenticated", "The sign-in has ended: sign in again.", { slug: "invalid_token" });
  if (sessionId === undefined) throw over;
  const refreshToken = await ctx.db.$transaction(async (tx) => {
    const session = await tx.session.findUnique({ where: { id: sessionId, userId, kind: "token", revokedAt: null } });
    if (session === null) throw over;
    // Those of the version before are worth nothing; one that comes all the same is refused, and is no theft.
    await tx.refreshToken.deleteMany({ where: { sessionId, usedAt: null } });
    return nextRefreshToken(ctx, tx, { sessionId, sessionVersion, familyEndsAt: session.expiresAt });
  });
  const expiresIn = DEFAULT_EXPIRES_IN_SECONDS;
  const claims = { userId, sessionId, sessionVersion, expiresInSeconds: expiresIn };
  return { accessToken: await signAccessToken(ctx, claims), refreshToken, tokenType: "Bearer", expiresIn };
}
