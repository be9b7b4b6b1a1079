import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError, type FieldError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import { MAX_LIST_ADDRESSES } from "./address-list";
import { holdAddressList } from "./hold-address-list.server";
import { type AddressChange, type CleanAddressChange, readAddressChange, tooLong } from "./read-address-change";

/** How many addresses were new, went, and were there already (or not there, of those to remove). */
export interface AddressChangeResult {
  added: number;
  removed: number;
  unchanged: number;
  /** How many the list has now. */
  size: number;
}

interface Options {
  actor: Actor;
  id: string;
  change: AddressChange;
}

/** 100,000 addresses take a second or two on a small machine. */
const TIMEOUT_MS = 60_000;

/**
 * Adds and removes addresses of a list, or replaces them all. All or nothing: a list that lacks one address may be the
 * hole that somebody comes through.
 *
 * @throws AppError `not_found`, or `invalid_input` naming every address that is wrong (`/add/N`, `/remove/N`) or that the
 *   list would be too long.
 */
export async function changeAddresses(ctx: Context, { actor, id, change }: Options): Promise<AddressChangeResult> {
  const read = await readAddressChange(change);
  if ("errors" in read) throw invalidChange(read.errors);
  const result = await ctx.db.$transaction((tx) => write(tx, { actor, id, change: read.change }), {
    timeout: TIMEOUT_MS,
  });
  if (result.added + result.removed > 0) ctx.relay.publish("configuration.changed", { what: "watchlists" });
  return result;
}

async function write(
  tx: DbTransaction,
  { actor, id, change }: Options & { change: CleanAddressChange },
): Promise<AddressChangeResult> {
  const { name } = await holdAddressList(tx, id);
  const removed = await remove(tx, id, change);
  const added = await add(tx, id, change.add);
  const size = await tx.addressListEntry.count({ where: { listId: id } });
  if (size > MAX_LIST_ADDRESSES) throw invalidChange([tooLong(size)]);
  const named = change.add.length + change.remove.length;
  const gone = change.replace ? 0 : removed.count;
  const result = { added: added.count, removed: removed.count, unchanged: named - added.count - gone, size };
  if (added.count + removed.count === 0) return result;
  await tx.addressList.update({ where: { id }, data: { updatedAt: new Date() } });
  await recordAudit(tx, {
    actor,
    action: "address_list.addresses_changed",
    resourceType: "address_list",
    resourceId: id,
    metadata: { name, ...result, firstAdded: added.first, firstRemoved: removed.first },
  });
  return result;
}

/** What a statement did: how many, and the first hundred of them for the audit log. */
interface Done {
  count: number;
  first: string[];
}

async function add(tx: DbTransaction, id: string, addresses: string[]): Promise<Done> {
  if (addresses.length === 0) return { count: 0, first: [] };
  const [done] = await tx.$queryRaw<Done[]>`
    WITH done AS (
      INSERT INTO address_list_entries (list_id, address)
      SELECT ${id}::uuid, unnest(string_to_array(${addresses.join(",")}, ','))
      ON CONFLICT DO NOTHING RETURNING address
    )
    SELECT count(*)::int AS count, coalesce((array_agg(address))[1:100], '{}') AS first FROM done`;
  return done ?? { count: 0, first: [] };
}

async function remove(tx: DbTransaction, id: string, change: CleanAddressChange): Promise<Done> {
  const { replace } = change;
  const named = (replace ? change.add : change.remove).join(",");
  if (!replace && named === "") return { count: 0, first: [] };
  const [done] = await tx.$queryRaw<Done[]>`
    WITH named AS (SELECT unnest(string_to_array(${named}, ',')) AS address), done AS (
      DELETE FROM address_list_entries AS entry
      WHERE list_id = ${id}::uuid
        AND ${replace}::boolean <> EXISTS (SELECT FROM named WHERE named.address = entry.address)
      RETURNING address
    )
    SELECT count(*)::int AS count, coalesce((array_agg(address))[1:100], '{}') AS first FROM done`;
  return done ?? { count: 0, first: [] };
}

function invalidChange(errors: FieldError[]): AppError {
  const [first] = errors;
  const message = errors.length === 1 && first ? `Nothing was changed: ${first.detail}` : "Nothing was changed.";
  return new AppError("invalid_input", message, { errors });
}
