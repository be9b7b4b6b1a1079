import { likeText } from "~/domain/like-text";
import { afterCursor, type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import { ENTRY_INCLUDE, presentWatchlistEntry } from "./present-watchlist-entry";
import type { WatchlistEntry, WatchlistFilter } from "./watchlist-entry";

/**
 * Watched contracts, newest first, without their ABIs.
 *
 * @throws AppError `invalid_input` for a cursor that is not one.
 */
export async function listWatchlistEntries(
  ctx: Pick<Context, "db">,
  { filter = {}, ...request }: PageRequest & { filter?: WatchlistFilter },
): Promise<Page<WatchlistEntry>> {
  const where = whereOf(filter);
  const page = await paginate(request, {
    count: () => ctx.db.watchlistEntry.count({ where }),
    find: ({ after, ...part }) =>
      ctx.db.watchlistEntry.findMany({
        where: { AND: [where, afterCursor("createdAt", after)] },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        include: ENTRY_INCLUDE,
        omit: { abi: true, abis: true },
        ...part,
      }),
    cursorOf: (row) => ({ at: row.createdAt, id: row.id }),
  });
  return { ...page, data: page.data.map(presentWatchlistEntry) };
}

function whereOf({ network, enabled, tag, q }: WatchlistFilter): Prisma.WatchlistEntryWhereInput {
  const text = q?.trim() ?? "";
  return {
    ...(network === undefined ? {} : { network: { name: network } }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(tag === undefined ? {} : { tags: { has: tag } }),
    ...(text === ""
      ? {}
      : {
          OR: [
            { name: { contains: likeText(text), mode: "insensitive" } },
            { address: { startsWith: likeText(text.toLowerCase()) } },
            { tags: { has: text } },
          ],
        }),
  };
}
