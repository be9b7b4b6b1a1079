import type { ApiKey as ApiKeyRow } from "~/platform/generated/prisma/client";
import type { ApiKey } from "./api-key";

/** What a key is shown with: its owner's name. */
export const KEY_INCLUDE = { user: { select: { name: true } } } as const;

/** A key's row as the API and the interface show it. */
export function presentApiKey(row: ApiKeyRow & { user: { name: string } }): ApiKey {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    prefix: row.prefix,
    ownerId: row.userId,
    ownerName: row.user.name,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastUsedIp: row.lastUsedIp,
    expiresAt: row.expiresAt.toISOString(),
  };
}
