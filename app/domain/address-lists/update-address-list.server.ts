import type { Actor } from "~/domain/audit/actor";
import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import type { AddressList, AddressListPatch } from "./address-list";
import { holdAddressList } from "./hold-address-list.server";
import { orDuplicateName } from "./or-duplicate-name";
import { LIST_INCLUDE, presentAddressList } from "./present-address-list";
import { requireListUnused } from "./require-list-unused.server";

/**
 * Renames or describes a list; what the patch does not name stays.
 *
 * @throws AppError `not_found`, or `conflict`: the name is another's (`duplicate_name`), or conditions of rules know the
 *   list by its present one (`list_in_use`).
 */
export async function updateAddressList(
  ctx: Context,
  { actor, id, patch }: { actor: Actor; id: string; patch: AddressListPatch },
): Promise<AddressList> {
  const data = {
    ...(patch.name === undefined ? {} : { name: patch.name }),
    ...(patch.description === undefined ? {} : { description: patch.description || null }),
  };
  const write = ctx.db.$transaction(async (tx) => {
    const before = await holdAddressList(tx, id);
    if (patch.name !== undefined && patch.name !== before.name) {
      await requireListUnused(tx, { ...before, asScope: false }, "renamed");
    }
    if (Object.keys(data).length === 0) {
      return tx.addressList.findUniqueOrThrow({ where: { id }, include: LIST_INCLUDE });
    }
    const updated = await tx.addressList.update({ where: { id }, data, include: LIST_INCLUDE });
    await recordAudit(tx, {
      actor,
      action: "address_list.updated",
      resourceType: "address_list",
      resourceId: id,
      metadata: { name: updated.name, ...changes(before, { ...before, ...data }) },
    });
    return updated;
  });
  const row = await write.catch(orDuplicateName(patch.name));
  ctx.relay.publish("configuration.changed", { what: "watchlists" });
  return presentAddressList(row);
}
