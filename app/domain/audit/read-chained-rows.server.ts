import type pg from "pg";

import type { ChainedRow } from "./audit-entry-hash.server";

/** Entries at a time: even of the largest they are few megabytes. */
const BATCH = 1_000;

const COLUMNS = `seq::text, id::text, (extract(epoch FROM created_at) * 1000)::bigint::text AS "createdAtMs",
  actor_id::text AS "actorId", action, resource_type AS "resourceType", resource_id AS "resourceId",
  metadata::text, ip, request_id AS "requestId", prev_hash AS "prevHash", hash`;

/** Which entries to read, oldest first. */
export interface ChainPart {
  /** Only those behind this number. */
  afterSeq: number;
  /** Only those up to this number. */
  untilSeq?: number | undefined;
  /** A further condition in SQL, and its values, which begin at `$4`. */
  where?: { sql: string; values: readonly unknown[] };
}

/** Reads entries in the order of the chain as text, in batches: memory does not grow with their number. */
export async function* readChainedRows(
  db: Pick<pg.Pool | pg.PoolClient, "query">,
  { afterSeq, untilSeq = Number.MAX_SAFE_INTEGER, where = { sql: "true", values: [] } }: ChainPart,
): AsyncGenerator<ChainedRow[], void> {
  const sql = `SELECT ${COLUMNS} FROM audit_logs
    WHERE seq > $1 AND seq <= $2 AND (${where.sql}) ORDER BY audit_logs.seq LIMIT $3`;
  for (let after = afterSeq; ; ) {
    const { rows } = await (db as pg.Pool).query<ChainedRow>(sql, [after, untilSeq, BATCH, ...where.values]);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    if (rows.length < BATCH) return;
    after = Number(last.seq);
  }
}
