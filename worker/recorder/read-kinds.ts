import type pg from "pg";

import type { Kind } from "./noise/quiet-window";

/** Whoever has that many has a flood, and what is new in it is judged by what comes. */
const LIMIT = 5_000;

const SELECT_KINDS = `
  SELECT seen.from_address AS "from", seen.selector, seen.target
  FROM alerts AS cover JOIN alerts AS seen
    ON seen.rule_id = cover.rule_id AND seen.detected_at >= cover.detected_at
   AND (seen.id = cover.id OR seen.covered_by_id = cover.id)
  WHERE cover.id = $1 LIMIT ${LIMIT}`;

/** What an alert's quiet time has seen so far, the alert itself included: for who did not write it. */
export async function readKinds(sql: pg.Pool, coverId: string): Promise<Kind[]> {
  return (await sql.query<Kind>(SELECT_KINDS, [coverId])).rows;
}
