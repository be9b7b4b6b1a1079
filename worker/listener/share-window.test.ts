import { expect, test } from "vitest";

import { ShareWindow } from "./share-window";

test("what was shown of what others showed is counted over the window", () => {
  const shares = new ShareWindow(1_000, 30);
  for (let second = 0; second < 20; second += 1) shares.add(10, second < 10 ? 10 : 1, second * 1_000);
  expect(shares.tally(19_000, 5_000, 1)).toEqual({ expected: 50, shown: 5, spanMs: 5_000 });
  expect(shares.tally(19_000, 20_000, 1)).toEqual({ expected: 200, shown: 110, spanMs: 20_000 });
});

test("with little traffic the window grows, up to all that is kept", () => {
  const shares = new ShareWindow(1_000, 30);
  for (let second = 0; second < 20; second += 1) shares.add(3, 0, second * 1_000);
  expect(shares.tally(19_000, 5_000, 50)).toEqual({ expected: 51, shown: 0, spanMs: 17_000 });
  expect(shares.tally(19_000, 5_000, 61)).toBeNull();
  expect(shares.tally(60_000, 5_000, 1)).toBeNull();
});

test("what came late and was expected before the window counts for no more than all", () => {
  const shares = new ShareWindow(1_000, 30);
  shares.add(5, 9, 1_000);
  expect(shares.tally(1_000, 1_000, 1)).toEqual({ expected: 5, shown: 5, spanMs: 1_000 });
});
