/** The first bucket ends here; every further one is wider by the factor, and the last one has no end. */
const FIRST_END_MS = 100;
const FACTOR = 1.25;
/** The last bucket begins at 1.3 days. */
const BUCKETS = 64;

/** Which bucket a lead time is counted in: how long before its block a transaction was seen, ms. Never negative. */
export function leadBucketOf(leadMs: number): number {
  if (!(leadMs >= FIRST_END_MS)) return 0;
  return Math.min(BUCKETS - 1, Math.floor(Math.log(leadMs / FIRST_END_MS) / Math.log(FACTOR)) + 1);
}

function startMsOf(bucket: number): number {
  return bucket === 0 ? 0 : FIRST_END_MS * FACTOR ** (bucket - 1);
}

/**
 * A quantile of the lead times that were counted in buckets, in whole ms: interpolated inside its bucket, so at most a
 * quarter off. Null when none were counted.
 *
 * @param q from 0 to 1.
 */
export function leadQuantileMs(buckets: readonly number[], q: number): number | null {
  const total = buckets.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let before = 0;
  for (const [bucket, count] of buckets.entries()) {
    if (count > 0 && before + count >= q * total) {
      const share = (q * total - before) / count;
      const startMs = startMsOf(bucket);
      return Math.round(startMs + share * (startMsOf(bucket + 1) - startMs));
    }
    before += count;
  }
  return null;
}

/** Two counts, bucket by bucket. */
export function addLeadBuckets(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, bucket) => (a[bucket] ?? 0) + (b[bucket] ?? 0));
}
