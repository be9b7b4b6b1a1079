import { AppError } from "~/domain/errors";
import type { DbTransaction } from "~/platform/db.server";
import type { User as UserRow } from "~/platform/generated/prisma/client";

/**
 * Refuses to take away the last admin: somebody must remain who can sign in and let others in. Call it holding the users
 * (`holdUsers`).
 *
 * @param user who is about to be no admin any more.
 * @throws AppError `conflict` (`last_admin`).
 */
export async function requireOtherAdmin(tx: DbTransaction, user: UserRow): Promise<void> {
  if (user.role !== "admin" || user.disabledAt !== null) return;
  const where = { role: "admin", disabledAt: null, deletedAt: null, passwordHash: { not: null } } as const;
  const other = await tx.user.findFirst({ where: { ...where, id: { not: user.id } }, select: { id: true } });
  if (other !== null) return;
  throw new AppError("conflict", "This is the last admin who can sign in: make somebody else an admin first.", {
    slug: "last_admin",
  });
}
