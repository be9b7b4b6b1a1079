import type { User as UserRow } from "~/platform/generated/prisma/client";
import type { UserDetail } from "./user";

/** A user's row as the API and the interface show it. */
export function presentUser(row: UserRow): UserDetail {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    mfaEnabled: row.totpEnabledAt !== null,
    disabled: row.disabledAt !== null,
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
