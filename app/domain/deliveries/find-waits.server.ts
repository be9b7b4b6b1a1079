import type { Context } from "~/platform/context.server";

/** The answers in a row with which a delivery's far side has asked for patience, before the one of now. */
export interface Waits {
  count: number;
  /** When the first of them was asked for; null when the last answer was another, or there was none. */
  since: Date | null;
}

/** How often, and since when, a delivery's far side has done nothing but ask for patience. */
export async function findWaits(ctx: Pick<Context, "sql">, { deliveryId }: { deliveryId: string }): Promise<Waits> {
  const { rows } = await ctx.sql.query<Waits>(
    `SELECT min(started_at) AS since, count(*)::int AS count FROM delivery_attempts
     WHERE delivery_id = $1 AND started_at > coalesce(
       (SELECT max(started_at) FROM delivery_attempts WHERE delivery_id = $1 AND outcome <> 'wait'), '-infinity')`,
    [deliveryId],
  );
  return rows[0] ?? { count: 0, since: null };
}
