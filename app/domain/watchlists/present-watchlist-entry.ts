import { toChecksum } from "~/domain/transactions/address";
import type { Prisma } from "~/platform/generated/prisma/client";
import { furtherAbis } from "./union-abi";
import type { WatchlistEntry } from "./watchlist-entry";

/** What has to be read with an entry to show it. */
export const ENTRY_INCLUDE = { network: { select: { name: true } } } as const satisfies Prisma.WatchlistEntryInclude;

type Row = Prisma.WatchlistEntryGetPayload<{ include: typeof ENTRY_INCLUDE }>;

type Abis = Pick<Row, "abi" | "abis">;

/** An entry as the API shows it; without `abi` and `abis` when the row was read without. */
export function presentWatchlistEntry(row: Omit<Row, keyof Abis> & Partial<Abis>): WatchlistEntry {
  return {
    id: row.id,
    name: row.name,
    network: row.network.name,
    address: toChecksum(row.address),
    tags: row.tags,
    ...(row.abi === undefined ? {} : { abi: Array.isArray(row.abi) ? row.abi : null }),
    ...(row.abis === undefined ? {} : { abis: furtherAbis(row.abis) }),
    watchControl: row.watchControl,
    enabled: row.enabled,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
