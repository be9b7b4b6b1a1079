import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import { REFRESH_TOKEN_MS } from "./issue-tokens.server";
import { hashRefreshToken, makeRefreshToken, sessionVersionOf } from "./refresh-token.server";
import { signAccessToken } from "./sign-access-token.server";
import { DEFAULT_EXPIRES_IN_SECONDS, type TokenPair } from "./token-pair";

/** A parallel request counts as one only this long after it arrived. */
const GRACE_MS = 10_000;

interface Refresh {
  refreshToken: string;
  ip: string;
  requestId?: string;
}

type Outcome =
  | { kind: "rotated"; userId: string; sessionId: string; refreshToken: string }
  | { kind: "refused" }
  | { kind: "reused"; userId: string; sessionId: string };

/**
 * Exchanges a refresh token for a new pair. Each works once: a spent one that comes again means that somebody copied it,
 * and ends its whole family (RFC 9700, 4.14.2). Only a request that was already on its way when another one spent the
 * token (two tabs at once) is refused without that.
 *
 * @throws AppError `unauthenticated`.
 */
export async function refreshTokens(ctx: Context, input: Refresh): Promise<TokenPair> {
  const arrivedAt = new Date();
  const version = sessionVersionOf(input.refreshToken);
  const outcome: Outcome =
    version === null
      ? { kind: "refused" }
      : await ctx.db.$transaction((tx) => rotate(ctx, tx, input.refreshToken, version, arrivedAt));
  if (outcome.kind === "reused") await endFamily(ctx, outcome, input);
  if (outcome.kind !== "rotated" || version === null) {
    throw new AppError("unauthenticated", "The refresh token is not valid any more: sign in again.", {
      slug: "invalid_refresh_token",
    });
  }
  const { userId, sessionId, refreshToken } = outcome;
  const expiresIn = DEFAULT_EXPIRES_IN_SECONDS;
  const claims = { userId, sessionId, sessionVersion: version, expiresInSeconds: expiresIn };
  return { accessToken: await signAccessToken(ctx, claims), refreshToken, tokenType: "Bearer", expiresIn };
}

async function rotate(
  ctx: Context,
  tx: DbTransaction,
  token: string,
  version: number,
  arrivedAt: Date,
): Promise<Outcome> {
  const tokenHash = hashRefreshToken(token);
  // The update takes the row's lock: of two requests with one token the second waits here and then finds it spent.
  const spent = await tx.refreshToken.updateMany({ where: { tokenHash, usedAt: null }, data: { usedAt: new Date() } });
  const row = await tx.refreshToken.findUnique({
    where: { tokenHash },
    include: { session: { include: { user: true } } },
  });
  if (row === null) return { kind: "refused" };
  const { session } = row;
  const ids = { userId: session.userId, sessionId: session.id };
  if (spent.count === 0) {
    const usedAt = row.usedAt?.getTime() ?? 0;
    const parallel = usedAt >= arrivedAt.getTime() && Date.now() - usedAt <= GRACE_MS;
    return parallel ? { kind: "refused" } : { kind: "reused", ...ids };
  }
  const ended = session.revokedAt !== null || session.expiresAt <= arrivedAt || row.expiresAt <= arrivedAt;
  if (ended || session.user.disabledAt !== null || session.user.sessionVersion !== version) return { kind: "refused" };

  const refreshToken = makeRefreshToken(version);
  const expiresAt = new Date(Math.min(Date.now() + REFRESH_TOKEN_MS, session.expiresAt.getTime()));
  await tx.refreshToken.create({
    data: { id: ctx.newId(), sessionId: session.id, tokenHash: hashRefreshToken(refreshToken), expiresAt },
  });
  await tx.session.update({ where: { id: session.id }, data: { lastSeenAt: new Date() } });
  return { kind: "rotated", ...ids, refreshToken };
}

async function endFamily(ctx: Context, ids: { userId: string; sessionId: string }, { ip, requestId }: Refresh) {
  const actor = { userId: ids.userId, ip, ...(requestId === undefined ? {} : { requestId }) };
  await ctx.db.$transaction(async (tx) => {
    const where = { id: ids.sessionId, revokedAt: null };
    const ended = await tx.session.updateMany({ where, data: { revokedAt: new Date() } });
    if (ended.count === 0) return;
    const resource = { resourceType: "session", resourceId: ids.sessionId };
    await recordAudit(tx, { actor, action: "auth.refresh_token_reused", ...resource });
  });
  ctx.log.warn(
    { sessionId: ids.sessionId, userId: ids.userId },
    "a spent refresh token came again: its family is revoked",
  );
}
