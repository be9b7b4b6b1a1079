import { type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Context } from "~/platform/context.server";
import type { Delivery } from "./delivery";
import { DELIVERY_INCLUDE, presentDelivery } from "./present-delivery";

/** Which deliveries to list. */
export interface DeliveryFilter {
  channelId?: string | undefined;
  alertId?: string | undefined;
  state?: Delivery["state"] | undefined;
}

/** Counting costs as much as there is to count: beyond this many, `total` is this number plus one, meaning “more”. */
const MAX_COUNTED = 10_000;

/**
 * Deliveries, newest first, with their attempts. Their ids are made in the order of time, and the primary key serves
 * that order. `total` is exact up to 10,000.
 *
 * @throws AppError `invalid_input` for a cursor that is not one.
 */
export async function listDeliveries(
  ctx: Pick<Context, "db">,
  { filter = {}, ...request }: PageRequest & { filter?: DeliveryFilter },
): Promise<Page<Delivery>> {
  const { channelId, alertId, state } = filter;
  const where = {
    ...(channelId === undefined ? {} : { channelId }),
    ...(alertId === undefined ? {} : { alertId }),
    ...(state === undefined ? {} : { state }),
  };
  const page = await paginate(request, {
    count: () => ctx.db.delivery.count({ where, take: MAX_COUNTED + 1 }),
    find: ({ after, ...part }) =>
      ctx.db.delivery.findMany({
        where: { AND: [where, after ? { id: { lt: after.id } } : {}] },
        orderBy: { id: "desc" },
        include: DELIVERY_INCLUDE,
        ...part,
      }),
    cursorOf: (row) => ({ at: row.createdAt, id: row.id }),
  });
  return { ...page, data: page.data.map(presentDelivery) };
}
