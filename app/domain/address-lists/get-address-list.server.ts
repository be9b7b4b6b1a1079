import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { AddressList } from "./address-list";
import { LIST_INCLUDE, presentAddressList } from "./present-address-list";

/**
 * One list, without its addresses.
 *
 * @throws AppError `not_found`.
 */
export async function getAddressList(ctx: Pick<Context, "db">, { id }: { id: string }): Promise<AddressList> {
  const row = await ctx.db.addressList.findUnique({ where: { id }, include: LIST_INCLUDE });
  if (!row) throw new AppError("not_found", "There is no address list with this id.");
  return presentAddressList(row);
}
