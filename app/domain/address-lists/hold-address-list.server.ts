import { AppError } from "~/domain/errors";
import type { DbTransaction } from "~/platform/db.server";

interface HeldList {
  id: string;
  name: string;
  description: string | null;
}

/**
 * A list's id, name and description, held until the transaction ends: nobody else changes it, and no rule begins to need it.
 *
 * @throws AppError `not_found`.
 */
export async function holdAddressList(tx: DbTransaction, id: string): Promise<HeldList> {
  const [list] = await tx.$queryRaw<HeldList[]>`
    SELECT id, name, description FROM address_lists WHERE id = ${id}::uuid FOR UPDATE`;
  if (!list) throw new AppError("not_found", "There is no address list with this id.");
  return list;
}
