import { afterCursor, type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import type { Alert } from "./alert";
import type { AlertFilter } from "./alert-filter";
import { alertWhere } from "./alert-where";
import { ALERT_INCLUDE, presentAlert } from "./present-alert";

/** Counting costs as much as there is to count: beyond this many, `total` is this number plus one, meaning “more”. */
const MAX_COUNTED_ALERTS = 10_000;

const NEWEST_FIRST: Prisma.AlertOrderByWithRelationInput[] = [{ detectedAt: "desc" }, { id: "desc" }];

/**
 * Alerts, newest first. `total` is exact up to 10,000.
 *
 * @throws AppError `invalid_input` for an address or a cursor that is not one.
 */
export async function listAlerts(
  ctx: Pick<Context, "db">,
  { filter = {}, ...request }: PageRequest & { filter?: AlertFilter },
): Promise<Page<Alert>> {
  const { network, ...rest } = filter;
  const networkId = network === undefined ? undefined : await findId(ctx, network);
  if (networkId === null) return { data: [], total: 0, nextCursor: null };
  const where = { AND: [alertWhere(rest), networkId === undefined ? {} : { networkId }] };
  const page = await paginate(request, {
    // Without an order of ours Prisma counts in the order of ids, which finds few filters' rows side by side.
    count: () => ctx.db.alert.count({ where, take: MAX_COUNTED_ALERTS + 1, orderBy: NEWEST_FIRST }),
    find: ({ after, ...part }) =>
      ctx.db.alert.findMany({
        // The first bound lets a deep page begin at its place in the index instead of walking there from the newest.
        where: { AND: [where, after ? { detectedAt: { lte: after.at } } : {}, afterCursor("detectedAt", after)] },
        orderBy: NEWEST_FIRST,
        include: ALERT_INCLUDE,
        ...part,
      }),
    cursorOf: (row) => ({ at: row.detectedAt, id: row.id }),
  });
  return { ...page, data: page.data.map(presentAlert) };
}

async function findId({ db }: Pick<Context, "db">, name: string): Promise<string | null> {
  const network = await db.network.findUnique({ where: { name }, select: { id: true } });
  return network?.id ?? null;
}
