import { AppError, type FieldError } from "~/domain/errors";
import { findNetworkId } from "~/domain/networks/find-network-id.server";
import { unionAbi } from "~/domain/watchlists/union-abi";
import type { DbTransaction } from "~/platform/db.server";

/** A rule's scope as somebody gave it: a watchlist entry, a tag, an address list's name, or a network's. */
export interface ScopeInput {
  watchlistId?: string | null | undefined;
  tag?: string | null | undefined;
  list?: string | null | undefined;
  network?: string | null | undefined;
}

/** A rule's scope as it is stored, with the ABI that its signature is read with (only an entry has one). */
export interface Scope {
  watchlistId: string | null;
  tag: string | null;
  addressListId: string | null;
  networkId: string | null;
  abi: unknown;
}

const FIELDS = ["watchlistId", "tag", "list", "network"] as const;

/**
 * Finds what a rule watches. A list is held until the transaction ends, so that it is not deleted meanwhile.
 *
 * @returns the scope, or errors when there is none, more than one, or no such network or list.
 * @throws AppError `not_found` when there is no such watchlist entry.
 */
export async function resolveScope(
  tx: DbTransaction,
  input: ScopeInput,
): Promise<{ scope: Scope } | { errors: FieldError[] }> {
  const given = FIELDS.filter((field) => input[field] !== undefined && input[field] !== null);
  if (given.length === 0) {
    const detail = "one of watchlistId, tag, list and network is required: what the rule watches";
    return { errors: [{ pointer: "/watchlistId", detail, code: "scope_required" }] };
  }
  if (given.length > 1) {
    const detail = `a rule watches one of watchlistId, tag, list and network, not ${given.join(" and ")}`;
    return { errors: given.map((field) => ({ pointer: `/${field}`, detail, code: "scope_ambiguous" })) };
  }
  const { watchlistId, tag, list, network } = input;
  const none = { watchlistId: null, tag: null, addressListId: null, networkId: null, abi: null };
  if (watchlistId) return { scope: { ...none, watchlistId, abi: await getAbi(tx, watchlistId) } };
  if (tag) return { scope: { ...none, tag } };
  if (list) {
    const found = await findListId(tx, list);
    return "error" in found ? { errors: [found.error] } : { scope: { ...none, addressListId: found.id } };
  }
  const found = await findNetworkId(tx, { name: network ?? "", pointer: "/network" });
  return "error" in found ? { errors: [found.error] } : { scope: { ...none, networkId: found.id } };
}

async function findListId(tx: DbTransaction, name: string): Promise<{ id: string } | { error: FieldError }> {
  const [list] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM address_lists WHERE name = ${name} FOR SHARE`;
  if (list) return list;
  const known = await tx.addressList.findMany({ select: { name: true }, orderBy: { name: "asc" }, take: 10 });
  const names = known.map((row) => row.name).join(", ");
  const detail =
    names === "" ? "is not an address list: there is none yet" : `is not an address list; there is ${names}`;
  return { error: { pointer: "/list", detail, code: "unknown_list" } };
}

async function getAbi(tx: DbTransaction, watchlistId: string): Promise<unknown> {
  const entry = await tx.watchlistEntry.findUnique({ where: { id: watchlistId }, select: { abi: true, abis: true } });
  if (entry) return unionAbi(entry);
  throw unknownEntry();
}

/** What a change throws when the watchlist entry was deleted between `resolveScope` and the write. */
export function orUnknownEntry(error: unknown): never {
  // Prisma's P2003: a foreign key. Of a rule's others, a network is never deleted and a list is held.
  if (error instanceof Error && "code" in error && error.code === "P2003") throw unknownEntry(error);
  throw error;
}

function unknownEntry(cause?: unknown): AppError {
  const detail = "is not the id of a watchlist entry";
  return new AppError("not_found", "There is no watchlist entry with this id.", {
    slug: "watchlist_not_found",
    errors: [{ pointer: "/watchlistId", detail, code: "watchlist_not_found" }],
    cause,
  });
}
