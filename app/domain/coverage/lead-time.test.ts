import { expect, test } from "vitest";

import { addLeadBuckets, leadBucketOf, leadQuantileMs } from "./lead-time";

function count(...leadsMs: number[]): number[] {
  const buckets: number[] = [];
  for (const leadMs of leadsMs) {
    const bucket = leadBucketOf(leadMs);
    while (buckets.length <= bucket) buckets.push(0);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  return buckets;
}

test("a quantile is at most a quarter off", () => {
  for (const leadMs of [150, 1_000, 12_000, 3_600_000]) {
    const told = leadQuantileMs(count(...Array(100).fill(leadMs)), 0.5) ?? 0;
    expect(Math.abs(told - leadMs) / leadMs).toBeLessThan(0.25);
  }
});

test("median and 95th percentile of a spread lie where they should", () => {
  const buckets = count(...Array.from({ length: 1_000 }, (_, index) => (index + 1) * 12));
  expect(leadQuantileMs(buckets, 0.5)).toBeGreaterThan(5_000);
  expect(leadQuantileMs(buckets, 0.5)).toBeLessThan(7_000);
  expect(leadQuantileMs(buckets, 0.95)).toBeGreaterThan(10_400);
  expect(leadQuantileMs(buckets, 0.95)).toBeLessThan(12_600);
});

test("nothing, nonsense and for ever have their place", () => {
  expect([0, -5, Number.NaN, 99].map(leadBucketOf)).toEqual([0, 0, 0, 0]);
  expect(leadBucketOf(100)).toBe(1);
  expect(leadBucketOf(Number.POSITIVE_INFINITY)).toBe(63);
  expect(leadQuantileMs([], 0.5)).toBeNull();
  expect(leadQuantileMs([0, 0], 0.5)).toBeNull();
});

test("counts of different lengths add up", () => {
  expect(addLeadBuckets([1, 2], [0, 1, 5])).toEqual([1, 3, 5]);
});
