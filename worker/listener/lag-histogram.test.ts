import { expect, test } from "vitest";

import { LagHistogram } from "./lag-histogram";

test("the median is exact to 9 %, from nothing to minutes", () => {
  for (const lagMs of [0, 1, 3, 17, 250, 2_100, 9_999, 44_000]) {
    const lags = new LagHistogram();
    for (const each of [0, lagMs, lagMs, lagMs, 60_000]) lags.add(each, 5_000);
    const median = lags.medianMs(5_000, 10_000) ?? -1;
    expect(Math.abs(median - lagMs)).toBeLessThanOrEqual(Math.max(0.5, lagMs * 0.09));
  }
});

test("below the wanted number of entries there is no median", () => {
  const lags = new LagHistogram();
  for (let i = 0; i < 9; i += 1) lags.add(5, 1_000);
  expect(lags.medianMs(1_000, 10_000, 10)).toBeNull();
  lags.add(5, 1_000);
  expect(lags.medianMs(1_000, 10_000, 10)).toBe(5);
});

test("what is older than the window counts no more, and what is older than all slots is forgotten", () => {
  const lags = new LagHistogram(1_000, 10);
  for (let i = 0; i < 100; i += 1) lags.add(4_000, 500);
  lags.add(0, 5_500);
  expect(lags.medianMs(5_500, 2_000)).toBe(0);
  expect(lags.medianMs(5_500, 10_000)).toBeGreaterThan(3_500);
  expect(lags.medianMs(10_500, 10_000)).toBe(0);
  expect(lags.medianMs(99_000, 10_000)).toBeNull();
});

test("a clock that is set back loses nothing", () => {
  const lags = new LagHistogram(1_000, 10);
  lags.add(5, 50_000);
  lags.add(5, 20_000);
  expect(lags.medianMs(20_000, 10_000, 2)).toBe(5);
});
