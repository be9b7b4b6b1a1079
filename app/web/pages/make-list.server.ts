import type { z } from "zod";

import type { AddressList } from "~/domain/address-lists/address-list";
import { changeAddresses } from "~/domain/address-lists/change-addresses.server";
import { createAddressList } from "~/domain/address-lists/create-address-list.server";
import { readAddressChange } from "~/domain/address-lists/read-address-change";
import type { Actor } from "~/domain/audit/actor";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { listAddressesOf } from "./list-addresses-of.server";
import type { NewListForm } from "./list-form-schema";

interface Options {
  actor: Actor;
  input: z.output<typeof NewListForm>;
}

/** Makes a list with its first addresses, which are read before anything is made. */
export async function makeList(ctx: Context, { actor, input }: Options): Promise<AddressList> {
  const { name, description } = input;
  const change = { add: await listAddressesOf(input), remove: [], replace: false };
  const read = await readAddressChange(change);
  if ("errors" in read) throw new AppError("invalid_input", "The addresses are not valid.", { errors: read.errors });
  const list = await createAddressList(ctx, { actor, input: { name, description } });
  if (change.add.length > 0) await changeAddresses(ctx, { actor, id: list.id, change });
  return list;
}
