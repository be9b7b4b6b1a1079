import { afterCursor, type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Context } from "~/platform/context.server";
import type { Network } from "./network";
import { NETWORK_INCLUDE, presentNetwork } from "./present-network";

/** Which networks to list. */
export interface NetworkFilter {
  enabled?: boolean | undefined;
}

/**
 * Networks, newest first, each with the health of its endpoints and its last 20 gaps.
 *
 * @throws AppError `invalid_input` for a cursor that is not one.
 */
export async function listNetworks(
  ctx: Pick<Context, "db">,
  { filter = {}, ...request }: PageRequest & { filter?: NetworkFilter },
): Promise<Page<Network>> {
  const where = filter.enabled === undefined ? {} : { enabled: filter.enabled };
  const page = await paginate(request, {
    count: () => ctx.db.network.count({ where }),
    find: ({ after, ...part }) =>
      ctx.db.network.findMany({
        where: { AND: [where, afterCursor("createdAt", after)] },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        include: NETWORK_INCLUDE,
        ...part,
      }),
    cursorOf: (row) => ({ at: row.createdAt, id: row.id }),
  });
  const now = new Date();
  return { ...page, data: page.data.map((row) => presentNetwork(row, now)) };
}
