import { expect, test } from "vitest";

import { defaultTuning } from "./default-tuning";
import { HeadWatch } from "./head-watch";

function head(number: number, atMs: number) {
  return { number: BigInt(number), hash: `0x${number}`, parentHash: `0x${number - 1}`, atMs };
}

/** A chain with a block every 12 s, watched from 0 on. */
function watchOfMainnet(): HeadWatch {
  const watch = new HeadWatch(defaultTuning);
  for (let i = 0; i < 5; i++) watch.observe(head(i, i * 12_000), i * 12_000);
  return watch;
}

test("the head is overdue after three block intervals, and never before 15 s", () => {
  const watch = watchOfMainnet();
  expect(watch.isOverdue(48_000 + 35_000)).toBe(false);
  expect(watch.isOverdue(48_000 + 37_000)).toBe(true);
  const quick = new HeadWatch(defaultTuning);
  for (let i = 0; i < 5; i++) quick.observe(head(i, i * 1_000), i * 1_000);
  expect(quick.isOverdue(4_000 + 14_000)).toBe(false);
  expect(quick.isOverdue(4_000 + 16_000)).toBe(true);
});

test("a node ahead of what it announced is left, and so is one behind the network", () => {
  expect(watchOfMainnet().judge("0x9", 4n, 100_000)).toMatchObject({ action: "leave" });
  expect(watchOfMainnet().judge("0x4", 9n, 100_000)).toMatchObject({ action: "leave" });
});

test("a chain that pauses is waited for, and asked again only after another time-out", () => {
  const watch = watchOfMainnet();
  expect(watch.judge("0x4", 4n, 100_000)).toEqual({
    action: "wait",
    reason: "no new block for 52 s; the node's head stands at 4",
  });
  expect(watch.isOverdue(130_000)).toBe(false);
  expect(watch.isOverdue(137_000)).toBe(true);
});
