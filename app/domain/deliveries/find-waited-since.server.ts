import type { Context } from "~/platform/context.server";

/** Since when a delivery's far side has done nothing but ask for patience; null when its last answer was another. */
export async function findWaitedSince(
  ctx: Pick<Context, "sql">,
  { deliveryId }: { deliveryId: string },
): Promise<Date | null> {
  const { rows } = await ctx.sql.query<{ since: Date | null }>(
    `SELECT min(started_at) AS since FROM delivery_attempts
     WHERE delivery_id = $1 AND started_at > coalesce(
       (SELECT max(started_at) FROM delivery_attempts WHERE delivery_id = $1 AND outcome <> 'wait'), '-infinity')`,
    [deliveryId],
  );
  return rows[0]?.since ?? null;
}
