import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import { nextRefreshToken } from "./next-refresh-token.server";
import { recentlySpent } from "./recently-spent.server";
import { hashRefreshToken, sessionVersionOf } from "./refresh-token.server";
import { signAccessToken } from "./sign-access-token.server";
import { DEFAULT_EXPIRES_IN_SECONDS, type TokenPair } from "./token-pair";

/** Two requests with one token are taken for two tabs only when they are this close. */
const GRACE_MS = 10_000;

interface Refresh {
  refreshToken: string;
  ip: string;
  requestId?: string;
  /** When the request came in, on this process's own clock (`performance.now()`): before it was counted or queued. */
  receivedAtMs: number;
}

type Outcome =
  | { kind: "rotated"; userId: string; sessionId: string; refreshToken: string }
  | { kind: "refused" }
  | { kind: "reused"; userId: string; sessionId: string };

/**
 * Exchanges a refresh token for a new pair. Each works once: a spent one that comes again means that somebody copied it,
 * and ends its whole family (RFC 9700, 4.14.2). Only a request that was already under way when another one spent the
 * token (two tabs at once) gets a pair too, of the same family.
 *
 * @throws AppError `unauthenticated`.
 */
export async function refreshTokens(ctx: Context, input: Refresh): Promise<TokenPair> {
  const version = sessionVersionOf(input.refreshToken);
  const outcome: Outcome =
    version === null
      ? { kind: "refused" }
      : await ctx.db.$transaction((tx) => rotate(ctx, tx, input.refreshToken, version, input.receivedAtMs));
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
  receivedAtMs: number,
): Promise<Outcome> {
  const tokenHash = hashRefreshToken(token);
  // Takes the row's lock: of two requests with one token the second waits here and then finds it spent.
  const spent = await tx.$queryRaw<{ id: string }[]>`
    UPDATE refresh_tokens SET used_at = clock_timestamp() WHERE token_hash = ${tokenHash} AND used_at IS NULL
    RETURNING id`;
  if (spent.length > 0) recentlySpent(ctx).add(tokenHash);
  const row = await tx.refreshToken.findUnique({
    where: { tokenHash },
    include: { session: { include: { user: true } } },
  });
  if (row === null) return { kind: "refused" };
  const { session } = row;
  const { user } = session;
  const ids = { userId: session.userId, sessionId: session.id };
  const now = Date.now();
  const ended = session.revokedAt !== null || session.expiresAt.getTime() <= now || row.expiresAt.getTime() <= now;
  if (spent.length === 0 && !(await wasUnderWay(ctx, tx, tokenHash, receivedAtMs))) return { kind: "reused", ...ids };
  if (ended || user.disabledAt !== null || user.deletedAt !== null || user.sessionVersion !== version) {
    return { kind: "refused" };
  }
  const next = { sessionId: session.id, sessionVersion: version, familyEndsAt: session.expiresAt };
  return { kind: "rotated", ...ids, refreshToken: await nextRefreshToken(ctx, tx, next) };
}

/**
 * Whether this request had arrived when the token was spent. When this instance spent it, by its own clock; else by the
 * database's, for instances' clocks differ: an instance says only how long ago the request arrived. What the question
 * itself takes then counts against the request.
 */
async function wasUnderWay(ctx: Context, tx: DbTransaction, tokenHash: string, receivedAtMs: number): Promise<boolean> {
  const spentHereMs = recentlySpent(ctx).at(tokenHash);
  if (spentHereMs !== undefined) return receivedAtMs <= spentHereMs;
  const agoMs = Math.min(Math.round(performance.now() - receivedAtMs), GRACE_MS);
  const [verdict] = await tx.$queryRaw<{ under_way: boolean }[]>`
    SELECT used_at >= clock_timestamp() - ${agoMs}::int * interval '1 millisecond' AS under_way
    FROM refresh_tokens WHERE token_hash = ${tokenHash}`;
  return verdict?.under_way === true;
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
