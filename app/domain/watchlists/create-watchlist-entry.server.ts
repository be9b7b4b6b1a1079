import type { Actor } from "~/domain/audit/actor";
import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import { findNetworkId } from "~/domain/networks/find-network-id.server";
import { normalizeAddress, toChecksum } from "~/domain/transactions/address";
import type { Context } from "~/platform/context.server";
import { isUniqueViolation } from "./is-unique-violation";
import { ENTRY_INCLUDE, presentWatchlistEntry } from "./present-watchlist-entry";
import { readAbis, unionErrors } from "./read-abis";
import type { NewWatchlistEntry, WatchlistEntry } from "./watchlist-entry";

/**
 * Puts a contract onto the watchlist.
 *
 * @throws AppError `invalid_input` naming every field that is wrong (`/address`, `/network`, `/abi`, `/abis/N/abi`), or `conflict`
 *   (`duplicate_address`) when the address is already watched on this network.
 */
export async function createWatchlistEntry(
  ctx: Context,
  { actor, input }: { actor: Actor; input: NewWatchlistEntry },
): Promise<WatchlistEntry> {
  const { name, tags, enabled, watchControl } = input;
  const address = normalizeAddress(input.address);
  const network = await findNetworkId(ctx.db, { name: input.network, pointer: "/network" });
  const read = readAbis(input);
  const abiErrors = "errors" in read ? read.errors : unionErrors(read.clean);
  if (!address.ok || "error" in network || !("clean" in read) || abiErrors.length > 0) {
    const errors = [
      ...("error" in network ? [network.error] : []),
      ...(address.ok ? [] : [{ pointer: "/address", detail: address.detail, code: address.code }]),
      ...abiErrors,
    ];
    throw new AppError("invalid_input", "The watchlist entry is not valid.", { errors });
  }

  const id = ctx.newId();
  const data = { id, networkId: network.id, name, address: address.address, tags, enabled, watchControl };
  const { abi = null, abis = [] } = read.clean;
  try {
    const row = await ctx.db.$transaction(async (tx) => {
      const created = await tx.watchlistEntry.create({
        data: { ...data, abis, ...(abi === null ? {} : { abi }) },
        include: ENTRY_INCLUDE,
      });
      await recordAudit(tx, {
        actor,
        action: "watchlist.created",
        resourceType: "watchlist",
        resourceId: id,
        metadata: { ...changes(null, presentWatchlistEntry(created)) },
      });
      return created;
    });
    ctx.relay.publish("configuration.changed", { what: "watchlists" });
    return presentWatchlistEntry(row);
  } catch (error) {
    if (isUniqueViolation(error)) throw await duplicate(ctx, network.id, address.address, error);
    throw error;
  }
}

async function duplicate(ctx: Context, networkId: string, address: string, cause: unknown): Promise<AppError> {
  const known = await ctx.db.watchlistEntry.findFirst({ where: { networkId, address }, select: { name: true } });
  const detail = `is already watched on this network${known ? `, as “${known.name}”` : ""}`;
  return new AppError("conflict", `${toChecksum(address)} ${detail}.`, {
    slug: "duplicate_address",
    errors: [{ pointer: "/address", detail, code: "duplicate_address" }],
    cause,
  });
}
