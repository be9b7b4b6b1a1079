import { afterCursor, type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Role } from "~/domain/users/role";
import type { Context } from "~/platform/context.server";
import { countFollowers } from "./count-followers.server";
import type { Delivery } from "./delivery";
import type { DeliveryPurpose } from "./delivery-purpose";
import { mayReadBodies } from "./may-read-bodies";
import { DELIVERY_INCLUDE, presentDelivery } from "./present-delivery";

/** Which deliveries to list. */
export interface DeliveryFilter {
  channelId?: string | undefined;
  alertId?: string | undefined;
  state?: Delivery["state"] | undefined;
  purpose?: DeliveryPurpose | undefined;
  /** Made at this time or later. */
  since?: Date | undefined;
}

/** Counting costs as much as there is to count: beyond this many, `total` is this number plus one, meaning “more”. */
const MAX_COUNTED = 10_000;

/**
 * Deliveries, newest first, with their attempts. `total` is exact up to 10,000.
 *
 * @param role who looks; see `mayReadBodies`. A viewer unless said otherwise.
 * @throws AppError `invalid_input` for a cursor that is not one.
 */
export async function listDeliveries(
  ctx: Pick<Context, "db">,
  { filter = {}, role = "viewer", ...request }: PageRequest & { filter?: DeliveryFilter; role?: Role },
): Promise<Page<Delivery>> {
  const { since, ...exact } = filter;
  const named = Object.fromEntries(Object.entries(exact).filter(([, value]) => value !== undefined));
  const where = { ...named, ...(since === undefined ? {} : { createdAt: { gte: since } }) };
  const page = await paginate(request, {
    count: () => ctx.db.delivery.count({ where, take: MAX_COUNTED + 1 }),
    find: ({ after, ...part }) =>
      ctx.db.delivery.findMany({
        where: { AND: [where, afterCursor("createdAt", after)] },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        include: DELIVERY_INCLUDE,
        ...part,
      }),
    cursorOf: (row) => ({ at: row.createdAt, id: row.id }),
  });
  const followers = await countFollowers(
    ctx,
    page.data.map(({ id }) => id),
  );
  const view = { mayReadBodies: mayReadBodies(role), followers };
  return { ...page, data: page.data.map((row) => presentDelivery(row, view)) };
}
