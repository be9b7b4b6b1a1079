import { expect, test } from "vitest";

import { nextRetryDelayMs } from "./retry-ladder";

test("three retries, growing by four, each within a fifth of its delay", () => {
  expect([0, 1, 2].map((done) => nextRetryDelayMs(done, () => 0.5))).toEqual([2_000, 8_000, 32_000]);
  expect([0, 1, 2].map((done) => nextRetryDelayMs(done, () => 0))).toEqual([1_600, 6_400, 25_600]);
  expect(nextRetryDelayMs(0, () => 0.999_999)).toBeLessThanOrEqual(2_400);
});

test("after the third there is none", () => {
  expect(nextRetryDelayMs(3)).toBeNull();
  expect(nextRetryDelayMs(-1)).toBeNull();
});
