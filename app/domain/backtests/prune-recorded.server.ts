import type { Context } from "~/platform/context.server";

/**
 * Everything up to the newest row that is too old, or behind as many rows or bytes as are kept. `pg_column_size` is what
 * the row takes on disk, compressed, and is known without reading the row's content.
 */
const PRUNE = `
  DELETE FROM recorded_transactions
  WHERE network_id = $1::uuid AND id <= (
    SELECT max(id) FROM (
      SELECT id, seen_at, count(*) OVER newer AS rows, sum(pg_column_size(body) + 120) OVER newer AS bytes
      FROM recorded_transactions
      WHERE network_id = $1::uuid
      WINDOW newer AS (ORDER BY id DESC)
    ) AS kept
    WHERE rows > $2 OR bytes > $3 OR seen_at < now() - make_interval(secs => $4)
  )`;

/** How much of a network's mempool is kept. */
export interface RecordedLimits {
  maxRows: number;
  maxBytes: number;
  maxAgeMs: number;
}

/** Forgets the oldest recorded transactions of a network until the rest is within the limits. Returns how many. */
export async function pruneRecorded(
  ctx: Pick<Context, "sql">,
  { networkId, maxRows, maxBytes, maxAgeMs }: RecordedLimits & { networkId: string },
): Promise<number> {
  const { rowCount } = await ctx.sql.query(PRUNE, [networkId, maxRows, maxBytes, maxAgeMs / 1_000]);
  return rowCount ?? 0;
}
