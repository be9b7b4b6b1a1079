import { expect, test } from "vitest";

import { backoffMs } from "./backoff-ms";

const tuning = { backoffBaseMs: 250, backoffCapMs: 15_000 };

test("the ceiling doubles with every attempt and stops at the cap", () => {
  const ceilings = [0, 1, 2, 5, 6, 50, 5_000].map((attempt) => backoffMs(attempt, tuning, () => 1));
  expect(ceilings).toEqual([250, 500, 1_000, 8_000, 15_000, 15_000, 15_000]);
});

test("the delay is spread over the whole range", () => {
  expect(backoffMs(3, tuning, () => 0)).toBe(0);
  expect(backoffMs(3, tuning, () => 0.5)).toBe(1_000);
});
