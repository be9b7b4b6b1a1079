import { likeText } from "~/domain/like-text";
import { afterCursor, type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Context } from "~/platform/context.server";
import type { AddressList, AddressListFilter } from "./address-list";
import { LIST_INCLUDE, presentAddressList } from "./present-address-list";

/**
 * Address lists, newest first, without their addresses.
 *
 * @throws AppError `invalid_input` for a cursor that is not one.
 */
export async function listAddressLists(
  ctx: Pick<Context, "db">,
  { filter = {}, ...request }: PageRequest & { filter?: AddressListFilter },
): Promise<Page<AddressList>> {
  const text = filter.q?.trim() ?? "";
  const contains = { contains: likeText(text), mode: "insensitive" } as const;
  const where = text === "" ? {} : { OR: [{ name: contains }, { description: contains }] };
  const page = await paginate(request, {
    count: () => ctx.db.addressList.count({ where }),
    find: ({ after, ...part }) =>
      ctx.db.addressList.findMany({
        where: { AND: [where, afterCursor("createdAt", after)] },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        include: LIST_INCLUDE,
        ...part,
      }),
    cursorOf: (row) => ({ at: row.createdAt, id: row.id }),
  });
  return { ...page, data: page.data.map(presentAddressList) };
}
