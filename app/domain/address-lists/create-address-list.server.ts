import type { Actor } from "~/domain/audit/actor";
import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import type { AddressList, NewAddressList } from "./address-list";
import { orDuplicateName } from "./or-duplicate-name";
import { LIST_INCLUDE, presentAddressList } from "./present-address-list";

/**
 * Makes an empty list; `changeAddresses` fills it.
 *
 * @throws AppError `conflict` (`duplicate_name`).
 */
export async function createAddressList(
  ctx: Context,
  { actor, input }: { actor: Actor; input: NewAddressList },
): Promise<AddressList> {
  const id = ctx.newId();
  const { name } = input;
  const write = ctx.db.$transaction(async (tx) => {
    const data = { id, name, description: input.description || null };
    const created = await tx.addressList.create({ data, include: LIST_INCLUDE });
    await recordAudit(tx, {
      actor,
      action: "address_list.created",
      resourceType: "address_list",
      resourceId: id,
      metadata: { ...changes(null, { name, description: created.description }) },
    });
    return created;
  });
  const row = await write.catch(orDuplicateName(name));
  ctx.relay.publish("configuration.changed", { what: "watchlists" });
  return presentAddressList(row);
}
