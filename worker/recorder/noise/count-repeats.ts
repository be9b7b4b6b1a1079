import type pg from "pg";

import type { Repeat } from "./noise-gate";

/** What one flush adds to an alert: the sum of its repeats, and what its timeline is told. */
export interface RepeatSum extends Repeat {
  /** What the timeline says, the sums since it was told last; null: nothing this time. */
  told: Pick<Repeat, "count" | "unstored" | "unpaged"> | null;
}

/** Fenced as the alerts are: of a lease that another worker holds by now nothing is added. */
const COUNT = `
WITH repeat AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::float8[], $5::int[], $6::int[], $7::jsonb[])
    AS t(id, network_id, lease_token, at_ms, times, senders, told)
  WHERE lease_token IS NULL OR EXISTS (
    SELECT 1 FROM network_leases AS lease WHERE lease.network_id = t.network_id AND lease.token = t.lease_token)
), changed AS (
  UPDATE alerts SET occurrences = alerts.occurrences + repeat.times,
                    senders = greatest(alerts.senders, repeat.senders), updated_at = now()
  FROM repeat WHERE alerts.id = repeat.id
  RETURNING alerts.id, repeat.at_ms, repeat.told
), timeline AS (
  INSERT INTO alert_events (id, alert_id, kind, at, data)
  SELECT gen_random_uuid(), id, 'repeated', to_timestamp(at_ms / 1000), told FROM changed WHERE told IS NOT NULL
)
SELECT id FROM changed`;

/** Adds repeats to the alerts that cover them. Returns the ids of those that changed. */
export async function countRepeats(sql: pg.Pool, sums: readonly RepeatSum[]): Promise<string[]> {
  const told = (sum: RepeatSum) =>
    sum.told === null
      ? null
      : JSON.stringify({
          count: sum.told.count,
          senders: sum.senders,
          ...(sum.told.unstored > 0 ? { notStored: sum.told.unstored } : {}),
          ...(sum.told.unpaged > 0 ? { firstOfKindNotPaged: sum.told.unpaged } : {}),
        });
  const { rows } = await sql.query<{ id: string }>({
    name: "count-repeats",
    text: COUNT,
    values: [
      sums.map((sum) => sum.coverId),
      sums.map((sum) => sum.networkId),
      sums.map((sum) => sum.leaseToken?.toString() ?? null),
      sums.map((sum) => sum.atMs),
      sums.map((sum) => sum.count),
      sums.map((sum) => sum.senders),
      sums.map(told),
    ],
  });
  return rows.map(({ id }) => id);
}
