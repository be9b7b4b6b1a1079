import type pg from "pg";

import type { AlertDraft } from "./alert-draft";

/** Idempotent on rule and intent, fenced, and nothing for what is an alert already. */
const WRITE_HITS = `
WITH hit AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::float8[])
    AS t(rule_id, network_id, lease_token, from_address, nonce, group_key, at_ms)
), fresh AS (
  INSERT INTO threshold_hits (rule_id, network_id, from_address, nonce, group_key, at)
  SELECT hit.rule_id, hit.network_id, hit.from_address, hit.nonce, hit.group_key, to_timestamp(hit.at_ms / 1000)
  FROM hit JOIN rules ON rules.id = hit.rule_id AND rules.enabled AND rules.deleted_at IS NULL
  LEFT JOIN network_leases AS lease ON lease.network_id = hit.network_id AND lease.token = hit.lease_token
  WHERE (hit.lease_token IS NULL OR lease.token IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM alerts WHERE alerts.rule_id = hit.rule_id AND alerts.network_id = hit.network_id
                    AND alerts.from_address = hit.from_address AND alerts.nonce = hit.nonce)
  ORDER BY hit.rule_id, hit.network_id, hit.from_address, hit.nonce
  ON CONFLICT (rule_id, network_id, from_address, nonce) DO NOTHING
  RETURNING 1
)
SELECT count(*)::int AS fresh FROM fresh`;

const COUNT_HITS = `
SELECT "group".number::int AS index, count(*)::int AS count, count(DISTINCT hit.from_address)::int AS senders
FROM unnest($1::uuid[], $2::text[], $3::float8[]) WITH ORDINALITY AS "group"(rule_id, group_key, since_ms, number)
JOIN threshold_hits AS hit ON hit.rule_id = "group".rule_id AND hit.group_key = "group".group_key
  AND hit.at > to_timestamp("group".since_ms / 1000)
GROUP BY "group".number`;

const CONSUME_HITS = `
UPDATE threshold_hits SET group_key = '!' || group_key
WHERE rule_id = $1 AND group_key = $2 AND at <= to_timestamp($3::float8 / 1000)`;

/** Hits of one group: those in hand, of which the newest would become the alert. */
export interface HitGroup {
  newest: AlertDraft;
  /** From when on hits count, ms since the epoch. */
  sinceMs: number;
}

/** Writes down that drafts were seen. @throws the driver's error when the database is away. */
export async function writeHits(sql: pg.Pool, drafts: readonly AlertDraft[]): Promise<void> {
  await sql.query({
    name: "write-threshold-hits",
    text: WRITE_HITS,
    values: [
      drafts.map((draft) => draft.ruleId),
      drafts.map((draft) => draft.networkId),
      drafts.map((draft) => draft.leaseToken?.toString() ?? null),
      drafts.map((draft) => draft.from),
      drafts.map((draft) => draft.nonce.toString()),
      drafts.map((draft) => draft.groupKey ?? ""),
      drafts.map((draft) => draft.detectedAtMs),
    ],
  });
}

/** How many hits each group has that nothing has consumed yet, and of how many senders. */
export async function countHits(
  sql: pg.Pool,
  groups: readonly HitGroup[],
): Promise<{ count: number; senders: number }[]> {
  const { rows } = await sql.query<{ index: number; count: number; senders: number }>({
    name: "count-threshold-hits",
    text: COUNT_HITS,
    values: [
      groups.map(({ newest }) => newest.ruleId),
      groups.map(({ newest }) => newest.groupKey ?? ""),
      groups.map(({ sinceMs }) => sinceMs),
    ],
  });
  const byIndex = new Map(rows.map((row) => [row.index, row]));
  return groups.map((_, index) => {
    const { count = 0, senders = 0 } = byIndex.get(index + 1) ?? {};
    return { count, senders };
  });
}

/** Marks a group's hits as told of, for an alert that is counted but not stored. */
export async function consumeHits(sql: pg.Pool, { ruleId, groupKey, detectedAtMs }: AlertDraft): Promise<void> {
  await sql.query(CONSUME_HITS, [ruleId, groupKey, detectedAtMs]);
}
