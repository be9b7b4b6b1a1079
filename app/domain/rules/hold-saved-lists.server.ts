import type { DbTransaction } from "~/platform/db.server";
import { savedListsIn } from "./saved-lists-in";

/**
 * Names of the saved address lists, for the check of a condition. Those that it names are held until the transaction
 * ends: none can be deleted or renamed before the rule that needs it is there.
 */
export async function holdSavedLists(tx: DbTransaction, condition: string | null): Promise<ReadonlySet<string>> {
  const named = savedListsIn(condition);
  if (named.length === 0) return new Set();
  await tx.$queryRaw`SELECT id FROM address_lists WHERE name = ANY(${named}::text[]) ORDER BY id FOR SHARE`;
  const lists = await tx.addressList.findMany({ select: { name: true } });
  return new Set(lists.map(({ name }) => name));
}
