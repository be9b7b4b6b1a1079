import type { Actor } from "~/domain/audit/actor";
import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import { holdAddressList } from "./hold-address-list.server";
import { requireListUnused } from "./require-list-unused.server";

/**
 * Deletes a list with its addresses.
 *
 * @throws AppError `not_found`, or `conflict` (`list_in_use`) while it is a rule's scope or named by a condition.
 */
export async function deleteAddressList(ctx: Context, { actor, id }: { actor: Actor; id: string }): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const { name, description } = await holdAddressList(tx, id);
    await requireListUnused(tx, { id, name, asScope: true }, "deleted");
    const size = await tx.addressListEntry.count({ where: { listId: id } });
    await tx.addressList.delete({ where: { id } });
    await recordAudit(tx, {
      actor,
      action: "address_list.deleted",
      resourceType: "address_list",
      resourceId: id,
      metadata: { ...changes({ name, description, size }, null) },
    });
  });
  ctx.relay.publish("configuration.changed", { what: "watchlists" });
}
