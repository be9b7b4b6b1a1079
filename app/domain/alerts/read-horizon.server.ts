import type { Context } from "~/platform/context.server";

/**
 * The transaction id below which everything in this database is settled: the next one to be given out, or the oldest
 * still running here. `pg_snapshot_xmin` would do too, but counts the whole server: a long job in somebody else's
 * database would hold the feed back. The statement's snapshot (`xmax`) is taken before the running ones are looked at,
 * so that none falls in between. `backend_xid` has 32 bits; the epoch is put back in front (PostgreSQL, "Transaction IDs").
 */
const SELECT_HORIZON = `
  WITH next AS MATERIALIZED (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS xmax),
  running AS (
    SELECT xmax - xmax % 4294967296 + backend_xid::text::bigint AS xid, xmax
    FROM pg_stat_activity, next WHERE datname = current_database() AND backend_xid IS NOT NULL
  )
  SELECT least(
    (SELECT xmax FROM next),
    (SELECT min(CASE WHEN xid - xmax > 2147483648 THEN xid - 4294967296 ELSE xid END) FROM running)
  )::text AS horizon`;

/**
 * The first transaction id that is not settled: rows of a lower one can no longer be joined by earlier ones. Ask for it
 * in a statement before the one that reads the rows: what ended by then is visible to that one's snapshot.
 */
export async function readHorizon(ctx: Pick<Context, "sql">): Promise<bigint> {
  const { rows } = await ctx.sql.query<{ horizon: string }>(SELECT_HORIZON);
  return BigInt(rows[0]?.horizon ?? 0);
}
