import type { Context } from "~/platform/context.server";

/** Makes an address list with a name of its own, empty unless told otherwise. Addresses are lower case. */
export function seedAddressList(
  ctx: Context,
  { name, addresses = [] }: { name?: string; addresses?: readonly string[] } = {},
) {
  const id = ctx.newId();
  return ctx.db.addressList.create({
    data: {
      id,
      name: name ?? `list_${id.slice(-12)}`,
      entries: { createMany: { data: addresses.map((address) => ({ address })) } },
    },
  });
}
