import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import type { Context } from "~/platform/context.server";
import type { ToldRow } from "./change-statement";

/** After the commit: tells the streams which alerts changed, and puts the updates' deliveries onto the queue. */
export function announceChanges(ctx: Context, rows: readonly ToldRow[]): string[] {
  const ids = [...new Set(rows.map((row) => row.alert_id))];
  if (ids.length === 0) return ids;
  ctx.relay.publish("alerts.changed", { ids });
  const deliveries = rows.flatMap(({ delivery_id, critical }) =>
    delivery_id === null ? [] : [{ id: delivery_id, critical: critical === true }],
  );
  // Not awaited: a slow queue must not hold up the next block. What fails is left to the sweeper.
  void enqueueDeliveries(ctx, deliveries);
  return ids;
}
