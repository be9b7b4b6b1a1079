import { mustEnroll } from "~/domain/factors/must-enroll.server";
import { hasRole, Role } from "~/domain/users/role";
import type { Context } from "~/platform/context.server";
import { hashApiKey, isApiKey } from "./key-text.server";

/** Whom a good key speaks for, and as what. */
export interface KeyCaller {
  userId: string;
  /** The lower of the key's and its owner's at this moment. */
  role: Role;
  apiKeyId: string;
  /** Its owner must set up a second factor before anything else is done in their name. */
  mustEnroll: boolean;
}

/** `lastUsedAt` is written at most this often. */
const USED_EVERY_MS = 60_000;

/**
 * Checks an API key, against the database each time: one that was revoked, or whose owner was disabled or deleted, works
 * on no instance any more. Null for any that isn't good; why is nobody's business.
 *
 * @param ip where it is used from.
 */
export async function verifyApiKey(ctx: Context, token: string, ip: string): Promise<KeyCaller | null> {
  if (!isApiKey(token)) return null;
  const row = await ctx.db.apiKey.findUnique({
    where: { keyHash: hashApiKey(token) },
    select: {
      id: true,
      role: true,
      expiresAt: true,
      revokedAt: true,
      lastUsedAt: true,
      user: { select: { id: true, role: true, disabledAt: true, deletedAt: true, totpEnabledAt: true } },
    },
  });
  const now = new Date();
  if (row === null || row.revokedAt !== null || row.expiresAt <= now) return null;
  const { user } = row;
  if (user.disabledAt !== null || user.deletedAt !== null) return null;

  const usedBefore = new Date(now.getTime() - USED_EVERY_MS);
  if (row.lastUsedAt === null || row.lastUsedAt <= usedBefore) {
    // Of requests at once one writes.
    const due = { OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: usedBefore } }] };
    await ctx.db.apiKey.updateMany({ where: { id: row.id, ...due }, data: { lastUsedAt: now, lastUsedIp: ip } });
  }
  const [own, owners] = [Role.parse(row.role), Role.parse(user.role)];
  const enroll = await mustEnroll(ctx, { role: owners, mfaEnabled: user.totpEnabledAt !== null });
  return { userId: user.id, role: hasRole(owners, own) ? own : owners, apiKeyId: row.id, mustEnroll: enroll };
}
