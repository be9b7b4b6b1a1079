import { normalizeAddress, toChecksum } from "~/domain/transactions/address";
import { createWatchlistEntry } from "~/domain/watchlists/create-watchlist-entry.server";
import { deleteWatchlistEntry } from "~/domain/watchlists/delete-watchlist-entry.server";
import { readAbis } from "~/domain/watchlists/read-abis";
import { updateWatchlistEntry } from "~/domain/watchlists/update-watchlist-entry.server";
import type { NewWatchlistEntry } from "~/domain/watchlists/watchlist-entry";
import type { Configuration } from "../configuration";
import type { KnownObjects, WatchlistValue } from "../known-objects";
import { watchlistName } from "../object-names";
import { changedFields } from "./changed-fields.server";
import { deleteStep } from "./delete-step";
import { matchObjects } from "./match-objects";
import type { Draft, Work } from "./step";

/** Watched contracts. One that is pruned disables its rules, as when it is deleted by hand. */
export function watchlistSteps(input: Configuration, { watchlists }: KnownObjects, prune: boolean): Draft {
  const options = { known: watchlists, nameOf: watchlistName, isUnique: true };
  const { matched, rest, errors } = matchObjects("watchlist", input.watchlists ?? [], options);
  const draft: Draft = { steps: [], errors, notes: [] };
  for (const { entry, pointer, key, known } of matched) {
    const read = storedEntry(entry);
    if ("errors" in read) {
      draft.errors.push(...read.errors.map((error) => ({ ...error, pointer: pointer + error.pointer })));
      continue;
    }
    const named = { kind: "watchlist" as const, name: key, pointer };
    if (known === null) {
      draft.steps.push({ change: { ...named, action: "create" }, run: (work) => make(work, key, entry) });
      continue;
    }
    const fields = changedFields(known.value, read.value);
    if (Object.keys(fields).length === 0) {
      draft.steps.push({ change: { ...named, action: "unchanged" }, run: null });
      continue;
    }
    const given = { ...entry, abi: entry.abi ?? null };
    const patch = Object.fromEntries(Object.entries(given).filter(([field]) => Object.hasOwn(fields, field)));
    const run = ({ ctx, actor }: Work) => updateWatchlistEntry(ctx, { actor, id: known.id, patch });
    draft.steps.push({ change: { ...named, action: "update", fields }, run });
  }
  if (prune && input.watchlists !== undefined) {
    const remove = ({ ctx, actor }: Work, id: string) => deleteWatchlistEntry(ctx, { actor, id });
    draft.steps.push(...rest.map((object) => deleteStep("watchlist", object, remove)));
  }
  return draft;
}

async function make({ ctx, actor, ids }: Work, key: string, input: NewWatchlistEntry): Promise<void> {
  const { id } = await createWatchlistEntry(ctx, { actor, input });
  ids.watchlist.set(key, id);
}

/** An entry of the file as it would be stored. */
function storedEntry(entry: NewWatchlistEntry) {
  const address = normalizeAddress(entry.address);
  const read = readAbis(entry);
  const errors = [
    ...(address.ok ? [] : [{ pointer: "/address", detail: address.detail, code: address.code }]),
    ...("errors" in read ? read.errors : []),
  ];
  if (!address.ok || "errors" in read) return { errors };
  const { name, tags, watchControl, enabled } = entry;
  const { abi = null, abis = [] } = read.clean;
  const network = entry.network.trim().toLowerCase();
  const value: WatchlistValue = {
    ...{ name, network, address: toChecksum(address.address), tags, abi, abis, watchControl, enabled },
  };
  return { value };
}
