import { SESSION_LIFETIMES } from "~/domain/sessions/session-lifetimes";
import type { AuthenticatedUser } from "~/domain/users/authenticate.server";
import type { Context } from "~/platform/context.server";
import { hashRefreshToken, makeRefreshToken } from "./refresh-token.server";
import { signAccessToken } from "./sign-access-token.server";
import { DEFAULT_EXPIRES_IN_SECONDS, type TokenPair } from "./token-pair";

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
  const { idleMs, absoluteMs } = SESSION_LIFETIMES.token;
  await ctx.db.session.create({
    data: {
      id: sessionId,
      userId: user.id,
      kind: "token",
      ip,
      userAgent: userAgent?.slice(0, 400) ?? null,
      expiresAt: new Date(now + absoluteMs),
      refreshTokens: {
        create: { id: ctx.newId(), tokenHash: hashRefreshToken(refreshToken), expiresAt: new Date(now + idleMs) },
      },
    },
  });
  const claims = { userId: user.id, sessionId, sessionVersion: user.sessionVersion, expiresInSeconds: expiresIn };
  return { accessToken: await signAccessToken(ctx, claims), refreshToken, tokenType: "Bearer", expiresIn };
}
