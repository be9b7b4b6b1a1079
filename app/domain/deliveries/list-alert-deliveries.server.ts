import { AppError } from "~/domain/errors";
import type { Role } from "~/domain/users/role";
import type { Context } from "~/platform/context.server";
import { countFollowers } from "./count-followers.server";
import type { Delivery } from "./delivery";
import { mayReadBodies } from "./may-read-bodies";
import { DELIVERY_INCLUDE, presentDelivery } from "./present-delivery";

/**
 * All deliveries of an alert (one a channel, and one for each update on it), oldest first, with their attempts.
 *
 * @param role who looks; see `mayReadBodies`. A viewer unless said otherwise.
 * @throws AppError `not_found` when there is no such alert.
 */
export async function listAlertDeliveries(
  ctx: Pick<Context, "db">,
  { alertId, role = "viewer" }: { alertId: string; role?: Role },
): Promise<Delivery[]> {
  const alert = await ctx.db.alert.findUnique({ where: { id: alertId }, select: { id: true } });
  if (!alert) throw new AppError("not_found", "There is no alert with this id.");
  const rows = await ctx.db.delivery.findMany({
    where: { alertId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    include: DELIVERY_INCLUDE,
  });
  const followers = await countFollowers(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => presentDelivery(row, { mayReadBodies: mayReadBodies(role), followers }));
}
