import type { Context } from "~/platform/context.server";
import { breakersOpen, deliveriesParked } from "~/platform/metrics";

const observed = new WeakSet<Context["queues"]>();

/** Lets the metrics ask how many deliveries wait for their destinations, and how many destinations are left alone. */
export function observeBacklog(ctx: Context): void {
  if (observed.has(ctx.queues)) return;
  observed.add(ctx.queues);
  deliveriesParked.addCallback(async (result) => {
    const { rows } = await ctx.sql.query<{ critical: number; other: number }>(
      `SELECT count(*) FILTER (WHERE critical)::int AS critical, count(*) FILTER (WHERE NOT critical)::int AS other
       FROM deliveries WHERE state = 'queued' AND is_parked`,
    );
    result.observe(rows[0]?.critical ?? 0, { lane: "critical" });
    result.observe(rows[0]?.other ?? 0, { lane: "other" });
  });
  breakersOpen.addCallback(async (result) => {
    const open = await ctx.sql.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM destinations WHERE breaker <> 'closed'",
    );
    result.observe(open.rows[0]?.count ?? 0);
  });
}
