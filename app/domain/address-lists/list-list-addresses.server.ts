import { AppError } from "~/domain/errors";
import { likeText } from "~/domain/like-text";
import type { Page, PageRequest } from "~/domain/pagination";
import { toChecksum } from "~/domain/transactions/address";
import type { Context } from "~/platform/context.server";
import { getAddressList } from "./get-address-list.server";

interface Options extends PageRequest {
  id: string;
  /** The beginning of an address, or a part of one. */
  q?: string | undefined;
}

/** One address of a list, as the API shows it. */
export interface ListAddress {
  address: string;
}

const CURSOR = /^0x[0-9a-f]{40}$/;

/**
 * The addresses of a list in their own order, which is also what a cursor is made of.
 *
 * @throws AppError `not_found`, or `invalid_input` for a cursor that is not one.
 */
export async function listListAddresses(
  ctx: Pick<Context, "db">,
  { id, q, page = 1, limit, cursor }: Options,
): Promise<Page<ListAddress>> {
  if (cursor !== undefined && !CURSOR.test(cursor)) throw invalidCursor();
  await getAddressList(ctx, { id });
  const text = q?.trim().toLowerCase() ?? "";
  const where = { listId: id, ...(text === "" ? {} : { address: { contains: likeText(text) } }) };
  const [total, rows] = await Promise.all([
    ctx.db.addressListEntry.count({ where }),
    ctx.db.addressListEntry.findMany({
      where: { AND: [where, cursor === undefined ? {} : { address: { gt: cursor } }] },
      orderBy: { address: "asc" },
      skip: cursor === undefined ? (page - 1) * limit : 0,
      take: limit + 1,
    }),
  ]);
  const shown = rows.slice(0, limit);
  const nextCursor = rows.length > limit ? (shown.at(-1)?.address ?? null) : null;
  return { data: shown.map(({ address }) => ({ address: toChecksum(address) })), total, nextCursor };
}

function invalidCursor(): AppError {
  const detail = "is not a cursor that this list gave; take it from meta.nextCursor";
  return new AppError("invalid_input", `The cursor ${detail}.`, {
    errors: [{ pointer: "?cursor", detail, code: "invalid_cursor" }],
  });
}
