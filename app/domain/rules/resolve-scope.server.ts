import { AppError, type FieldError } from "~/domain/errors";
import { findNetworkId } from "~/domain/networks/find-network-id.server";
import type { Db, DbTransaction } from "~/platform/db.server";

/** A rule's scope as somebody gave it: a watchlist entry, a tag, or a network's name. */
export interface ScopeInput {
  watchlistId?: string | null | undefined;
  tag?: string | null | undefined;
  network?: string | null | undefined;
}

/** A rule's scope as it is stored, with the ABI that its signature is read with (only an entry has one). */
export interface Scope {
  watchlistId: string | null;
  tag: string | null;
  networkId: string | null;
  abi: unknown;
}

const FIELDS = ["watchlistId", "tag", "network"] as const;

/**
 * Finds what a rule watches.
 *
 * @returns the scope, or errors when there is none, more than one, or no such network.
 * @throws AppError `not_found` when there is no such watchlist entry.
 */
export async function resolveScope(
  db: Db | DbTransaction,
  input: ScopeInput,
): Promise<{ scope: Scope } | { errors: FieldError[] }> {
  const given = FIELDS.filter((field) => input[field] !== undefined && input[field] !== null);
  if (given.length === 0) {
    const detail = "one of watchlistId, tag and network is required: what the rule watches";
    return { errors: [{ pointer: "/watchlistId", detail, code: "scope_required" }] };
  }
  if (given.length > 1) {
    const detail = `a rule watches one of watchlistId, tag and network, not ${given.join(" and ")}`;
    return { errors: given.map((field) => ({ pointer: `/${field}`, detail, code: "scope_ambiguous" })) };
  }
  const { watchlistId, tag, network } = input;
  const none = { watchlistId: null, tag: null, networkId: null, abi: null };
  if (watchlistId) return { scope: { ...none, watchlistId, abi: await getAbi(db, watchlistId) } };
  if (tag) return { scope: { ...none, tag } };
  const found = await findNetworkId(db, { name: network ?? "", pointer: "/network" });
  return "error" in found ? { errors: [found.error] } : { scope: { ...none, networkId: found.id } };
}

async function getAbi(db: Db | DbTransaction, watchlistId: string): Promise<unknown> {
  const entry = await db.watchlistEntry.findUnique({ where: { id: watchlistId }, select: { abi: true } });
  if (entry) return entry.abi;
  throw unknownEntry();
}

/** What a change throws when the watchlist entry was deleted between `resolveScope` and the write. */
export function orUnknownEntry(error: unknown): never {
  // Prisma's P2003: a foreign key. A rule's other one, its network, is never deleted.
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
