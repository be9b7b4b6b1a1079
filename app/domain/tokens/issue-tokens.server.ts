import type { AuthenticatedUser } from "~/domain/users/authenticate.server";
import type { Context } from "~/platform/context.server";
import { hashRefreshToken, makeRefreshToken } from "./refresh-token.server";
import { signAccessToken } from "./sign-access-token.server";
import { DEFAULT_EXPIRES_IN_SECONDS, type TokenPair } from "./token-pair";

/** A family of refresh tokens ends after this long, however often it was renewed. */
const FAMILY_MS = 90 * 24 * 60 * 60 * 1000;
/** One refresh token, when it isn't used. */
export const REFRESH_TOKEN_MS = 14 * 24 * 60 * 60 * 1000;

interface Issue {
  user: AuthenticatedUser;
  expiresInSeconds?: number | undefined;
  ip: string;
  userAgent: string | null;
}

/** Starts an API sign-in for who has just authenticated: an access token and the first of a family of refresh tokens. */
export async function issueTokens(ctx: Context, { user, expiresInSeconds, ip, userAgent }: Issue): Promise<TokenPair> {
  const expiresIn = expiresInSeconds ?? DEFAULT_EXPIRES_IN_SECONDS;
  const sessionId = ctx.newId();
  const refreshToken = makeRefreshToken(user.sessionVersion);
  const now = Date.now();
  await ctx.db.session.create({
    data: {
      id: sessionId,
      userId: user.id,
      kind: "token",
      ip,
      userAgent: userAgent?.slice(0, 400) ?? null,
      expiresAt: new Date(now + FAMILY_MS),
      refreshTokens: {
        create: {
          id: ctx.newId(),
          tokenHash: hashRefreshToken(refreshToken),
          expiresAt: new Date(now + REFRESH_TOKEN_MS),
        },
      },
    },
  });
  const claims = { userId: user.id, sessionId, sessionVersion: user.sessionVersion, expiresInSeconds: expiresIn };
  return { accessToken: await signAccessToken(ctx, claims), refreshToken, tokenType: "Bearer", expiresIn };
}
