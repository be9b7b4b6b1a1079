import { AppError } from "~/domain/errors";
import { savedListsIn } from "~/domain/rules/saved-lists-in";
import type { DbTransaction } from "~/platform/db.server";

const MAX_NAMED = 5;

interface ListUse {
  id: string;
  name: string;
  /** Also the rules whose scope it is: they know it by its id, so a new name does not harm them. */
  asScope: boolean;
}

/**
 * Makes sure that no rule needs the list, also one that is switched off: it could not be switched on again.
 *
 * @throws AppError `conflict` (`list_in_use`) that names the rules.
 */
export async function requireListUnused(
  tx: DbTransaction,
  { id, name, asScope }: ListUse,
  what: string,
): Promise<void> {
  const scoped = asScope ? [{ addressListId: id }] : [];
  const candidates = await tx.rule.findMany({
    where: { deletedAt: null, OR: [...scoped, { condition: { contains: "@" } }] },
    select: { name: true, addressListId: true, condition: true },
    orderBy: { name: "asc" },
  });
  const users = candidates.filter(
    (rule) => (asScope && rule.addressListId === id) || savedListsIn(rule.condition).includes(name),
  );
  if (users.length === 0) return;
  const named = users.slice(0, MAX_NAMED).map((rule) => `“${rule.name}”`);
  const rest = users.length - named.length;
  const rules = rest > 0 ? `${named.join(", ")} and ${rest} more` : named.join(", ");
  throw new AppError("conflict", `The list can't be ${what} while rules need it: ${rules}.`, { slug: "list_in_use" });
}
