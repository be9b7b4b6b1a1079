import { expect, test } from "vitest";

import { HeadLedger } from "./head-ledger";

const head = (number: number, fork = "a") => ({
  number: BigInt(number),
  hash: `0x${fork}${number}`,
  parentHash: "",
  atMs: 0,
});

test("each head is news once, and the highest one counts", () => {
  const heads = new HeadLedger();
  expect(heads.take(head(90), "a", 90n)).toBe(true);
  expect(heads.take(head(80), "b", 90n)).toBe(true);
  expect(heads.take(head(90), "b", 90n)).toBe(false);
  expect(heads.last).toEqual(head(90));
  expect(heads.take(head(90, "b"), "b", 90n)).toBe(true);
  expect(heads.last).toEqual(head(90, "b"));
});

test.each([
  ["the higher one first", ["b", "a"]],
  ["the lower one first", ["a", "b"]],
])("a chain that begins anew on both endpoints is followed, %s", (_name, order) => {
  const heads = new HeadLedger();
  const at: Record<string, number> = { a: 90, b: 81 };
  const anew: Record<string, number> = { a: 3, b: 4 };
  heads.take(head(90), "a", 90n);
  heads.take(head(81), "b", 90n);
  for (const id of order) {
    at[id] = anew[id] ?? 0;
    const highest = BigInt(Math.max(...Object.values(at)));
    heads.take(head(anew[id] ?? 0, "f"), id, highest);
  }
  expect(heads.last).toEqual(head(4, "f"));
});
