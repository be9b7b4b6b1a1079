import { AppError } from "~/domain/errors";
import type { DbTransaction } from "~/platform/db.server";

/**
 * A list's id and name, held until the transaction ends: nobody else changes it, and no rule begins to need it.
 *
 * @throws AppError `not_found`.
 */
export async function holdAddressList(tx: DbTransaction, id: string): Promise<{ id: string; name: string }> {
  const [list] = await tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT id, name FROM address_lists WHERE id = ${id}::uuid FOR UPDATE`;
  if (!list) throw new AppError("not_found", "There is no address list with this id.");
  return list;
}
