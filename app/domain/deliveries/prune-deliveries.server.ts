import type { Context } from "~/platform/context.server";

const AT_ONCE = 1_000;

const PRUNE = `
WITH old AS (
  SELECT id FROM deliveries
  WHERE created_at < $1 AND finished_at < $1 AND state IN ('delivered', 'failed', 'suppressed')
  ORDER BY created_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
DELETE FROM deliveries USING old WHERE deliveries.id = old.id`;

/**
 * Deletes what ended more than `DELIVERY_RETENTION_DAYS` ago, with its attempts, in batches that hold nobody up. What
 * has not ended stays, however old: held messages wait for their channel. Alerts and the audit log are kept.
 *
 * @returns how many deliveries.
 */
export async function pruneDeliveries(ctx: Pick<Context, "sql" | "env" | "log">): Promise<number> {
  const before = new Date(Date.now() - ctx.env.DELIVERY_RETENTION_DAYS * 86_400_000);
  let deleted = 0;
  for (;;) {
    const count = (await ctx.sql.query(PRUNE, [before])).rowCount ?? 0;
    deleted += count;
    if (count < AT_ONCE) break;
  }
  if (deleted > 0) ctx.log.info({ deliveries: deleted }, "old deliveries deleted");
  return deleted;
}
