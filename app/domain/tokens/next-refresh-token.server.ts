import { SESSION_LIFETIMES } from "~/domain/sessions/session-lifetimes";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import { hashRefreshToken, makeRefreshToken } from "./refresh-token.server";

interface Next {
  sessionId: string;
  sessionVersion: number;
  /** The family's end, which no token outlives. */
  familyEndsAt: Date;
}

/** Adds a refresh token to a family and marks the family as in use. Gives the token. */
export async function nextRefreshToken(ctx: Context, tx: DbTransaction, next: Next): Promise<string> {
  const { sessionId, sessionVersion, familyEndsAt } = next;
  const now = Date.now();
  const token = makeRefreshToken(sessionVersion);
  const expiresAt = new Date(Math.min(now + SESSION_LIFETIMES.token.idleMs, familyEndsAt.getTime()));
  await tx.refreshToken.create({ data: { id: ctx.newId(), sessionId, tokenHash: hashRefreshToken(token), expiresAt } });
  await tx.session.update({ where: { id: sessionId }, data: { lastSeenAt: new Date(now) } });
  return token;
}
