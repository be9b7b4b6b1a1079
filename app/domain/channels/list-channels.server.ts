import { afterCursor, type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Context } from "~/platform/context.server";
import type { Channel, ChannelType } from "./channel";
import { toChannel } from "./to-channel";

/** Which channels to list. */
export interface ChannelFilter {
  type?: ChannelType | undefined;
  enabled?: boolean | undefined;
}

/**
 * Channels, newest first, secrets masked.
 *
 * @throws AppError `invalid_input` for a cursor that is not one.
 */
export async function listChannels(
  ctx: Pick<Context, "db">,
  { filter = {}, ...request }: PageRequest & { filter?: ChannelFilter },
): Promise<Page<Channel>> {
  const where = {
    ...(filter.type === undefined ? {} : { type: filter.type }),
    ...(filter.enabled === undefined ? {} : { enabled: filter.enabled }),
  };
  const page = await paginate(request, {
    count: () => ctx.db.channel.count({ where }),
    find: ({ after, ...part }) =>
      ctx.db.channel.findMany({
        where: { AND: [where, afterCursor("createdAt", after)] },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        ...part,
      }),
    cursorOf: (row) => ({ at: row.createdAt, id: row.id }),
  });
  return { ...page, data: page.data.map(toChannel) };
}
