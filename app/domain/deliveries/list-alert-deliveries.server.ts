import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { Delivery } from "./delivery";
import { DELIVERY_INCLUDE, presentDelivery } from "./present-delivery";

/**
 * All deliveries of an alert (one a channel, and one for each update on it), oldest first, with their attempts.
 *
 * @throws AppError `not_found` when there is no such alert.
 */
export async function listAlertDeliveries(
  ctx: Pick<Context, "db">,
  { alertId }: { alertId: string },
): Promise<Delivery[]> {
  const alert = await ctx.db.alert.findUnique({ where: { id: alertId }, select: { id: true } });
  if (!alert) throw new AppError("not_found", "There is no alert with this id.");
  const rows = await ctx.db.delivery.findMany({
    where: { alertId },
    orderBy: { id: "asc" },
    include: DELIVERY_INCLUDE,
  });
  return rows.map(presentDelivery);
}
