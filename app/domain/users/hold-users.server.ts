import { AppError } from "~/domain/errors";
import type { DbTransaction } from "~/platform/db.server";
import type { User as UserRow } from "~/platform/generated/prisma/client";

/** Changes of users wait for one another, so that two at once cannot each take the other's last admin away. */
const LOCK = 7_316_002;

/**
 * A user's row, and nobody else changes any user until the transaction ends.
 *
 * @throws AppError `not_found`, also when they were deleted.
 */
export async function holdUsers(tx: DbTransaction, id: string): Promise<UserRow> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`;
  const user = await tx.user.findFirst({ where: { id, deletedAt: null } });
  if (user === null) throw new AppError("not_found", "There is no such user.");
  return user;
}
