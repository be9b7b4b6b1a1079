import type { Context } from "~/platform/context.server";

/** What is to be added to one day of one ledger. */
export interface CoverageCount {
  /** A watchlist entry's id, or the network's own. */
  scopeId: string;
  /** `2030-01-31`, UTC. */
  day: string;
  mined: number;
  seenPending: number;
  /** See `lead-time.ts`. */
  leadBuckets: readonly number[];
}

const ADD = `
  INSERT INTO coverage_days (scope_id, day, network_id, mined, seen_pending, lead_buckets)
  SELECT scope_id, day, $1, mined, seen_pending, lead_buckets
  FROM jsonb_to_recordset($2::jsonb)
    AS added (scope_id uuid, day date, mined int, seen_pending int, lead_buckets int[])
  WHERE EXISTS (SELECT 1 FROM network_leases WHERE network_id = $1 AND token = $3)
  ORDER BY scope_id, day
  ON CONFLICT (scope_id, day) DO UPDATE SET
    mined = coverage_days.mined + excluded.mined,
    seen_pending = coverage_days.seen_pending + excluded.seen_pending,
    lead_buckets = coalesce((
      SELECT array_agg(coalesce(kept, 0) + coalesce(added, 0) ORDER BY bucket)
      FROM unnest(coverage_days.lead_buckets, excluded.lead_buckets) WITH ORDINALITY AS t (kept, added, bucket)
    ), '{}')`;

/**
 * Adds to a network's coverage ledgers, in one statement. With a lease that another worker holds by now nothing is
 * added: what was counted after that is the other's to count.
 */
export async function addCoverage(
  ctx: Pick<Context, "sql">,
  { networkId, leaseToken, counts }: { networkId: string; leaseToken: bigint; counts: readonly CoverageCount[] },
): Promise<void> {
  if (counts.length === 0) return;
  const rows = counts.map(({ scopeId, day, mined, seenPending, leadBuckets }) => ({
    scope_id: scopeId,
    day,
    mined,
    seen_pending: seenPending,
    lead_buckets: leadBuckets,
  }));
  await ctx.sql.query(ADD, [networkId, JSON.stringify(rows), leaseToken]);
}
