import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import { requireRecentSignIn } from "~/domain/users/require-recent-sign-in.server";
import { hasRole, type Role } from "~/domain/users/role";
import type { Context } from "~/platform/context.server";
import type { ApiKey, NewApiKey } from "./api-key";
import { hashApiKey, makeApiKey, prefixOfApiKey } from "./key-text.server";
import { KEY_INCLUDE, presentApiKey } from "./present-api-key";

/** Keys that a user may have at a time. */
const MAX_KEYS = 100;

interface Create {
  actor: Actor & { userId: string; role: Role };
  input: NewApiKey;
}

/**
 * Makes a key that acts for the user: with its own role or, when that is lower at that moment, the user's. The key is
 * in the answer and nowhere else.
 *
 * @throws AppError `forbidden` (`role_too_low` at `/role`; `reauthentication_required`), `conflict` (`too_many_keys`).
 */
export async function createApiKey(ctx: Context, { actor, input }: Create): Promise<{ apiKey: ApiKey; key: string }> {
  const { name, role = actor.role, expiresIn } = input;
  if (!hasRole(actor.role, role)) {
    const detail = `must be at most your own, ${actor.role}`;
    const errors = [{ pointer: "/role", detail, code: "role_too_low" }];
    throw new AppError("forbidden", `The role of a key ${detail}.`, { slug: "role_too_low", errors });
  }
  await requireRecentSignIn(ctx, { actor });
  const key = makeApiKey();
  const now = new Date();
  const expiresAt = new Date(now.getTime() + expiresIn * 86_400_000);
  const apiKey = await ctx.db.$transaction(async (tx) => {
    // Of two requests at once the second waits, and counts the first one's key.
    await tx.$executeRaw`SELECT 1 FROM users WHERE id = ${actor.userId}::uuid FOR UPDATE`;
    const alive = { userId: actor.userId, revokedAt: null, expiresAt: { gt: now } };
    if ((await tx.apiKey.count({ where: alive })) >= MAX_KEYS) {
      throw new AppError("conflict", `One may have ${MAX_KEYS} keys: revoke one that is not needed.`, {
        slug: "too_many_keys",
      });
    }
    const given = { id: ctx.newId(), userId: actor.userId, name, role, expiresAt, createdAt: now };
    const data = { ...given, prefix: prefixOfApiKey(key), keyHash: hashApiKey(key) };
    const row = await tx.apiKey.create({ data, include: KEY_INCLUDE });
    const metadata = { after: { name, role, prefix: row.prefix, expiresAt: expiresAt.toISOString() } };
    await recordAudit(tx, {
      actor,
      action: "api_key.created",
      resourceType: "api_key",
      resourceId: row.id,
      metadata,
    });
    return presentApiKey(row);
  });
  return { apiKey, key };
}
