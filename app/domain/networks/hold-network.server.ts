import { AppError } from "~/domain/errors";
import type { DbTransaction } from "~/platform/db.server";

/**
 * Locks a network's row until the transaction ends: nobody else changes it, or makes something that refers to it.
 *
 * @throws AppError `not_found`.
 */
export async function holdNetwork(tx: DbTransaction, id: string): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT 1 FROM networks WHERE id = ${id}::uuid FOR UPDATE`;
  if (rows.length === 0) throw new AppError("not_found", "There is no network with this id.");
}
