import { randomBytes } from "node:crypto";

import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";

type Overrides = Partial<Omit<Prisma.WatchlistEntryUncheckedCreateInput, "networkId">>;

/** Puts a contract (of a random address, unless told otherwise) onto the watchlist. */
export function seedWatchlistEntry(ctx: Context, { networkId, ...overrides }: { networkId: string } & Overrides) {
  const address = `0x${randomBytes(20).toString("hex")}`;
  return ctx.db.watchlistEntry.create({
    data: { id: ctx.newId(), name: "Treasury Vault", address, ...overrides, networkId },
  });
}
