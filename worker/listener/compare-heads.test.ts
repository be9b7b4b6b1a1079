import { expect, test } from "vitest";

import { compareHeads } from "./compare-heads";
import { HeadTrack } from "./head-track";

const TOLERANCE = { headLagBlocks: 3, headLagMs: 10_000 };
const MINUTE = 60_000;

/** Announces each block `delayMs` after its timestamp, up to `nowMs`. */
function track(options: { nowMs: number; intervalMs?: number; delayMs?: number; offset?: number; until?: number }) {
  const { nowMs, intervalMs = 12_000, delayMs = 500, offset = 0, until = nowMs } = options;
  const heads = new HeadTrack();
  for (let number = 1; number * intervalMs + delayMs <= Math.min(nowMs, until); number += 1) {
    heads.observe(
      { number: BigInt(number + offset), hash: "", parentHash: "", atMs: number * intervalMs },
      number * intervalMs + delayMs,
    );
  }
  return heads;
}

/** The fault at the end of `forMs` of looking every second. */
function faultAfter(forMs: number, mine: (nowMs: number) => HeadTrack, others: (nowMs: number) => HeadTrack[]) {
  const heads = mine(5 * MINUTE);
  let fault = null;
  for (let nowMs = 5 * MINUTE; nowMs <= 5 * MINUTE + forMs; nowMs += 1_000) {
    const now = mine(nowMs);
    now.behindSinceMs = heads.behindSinceMs;
    now.aheadSinceMs = heads.aheadSinceMs;
    fault = compareHeads(now, others(nowMs), TOLERANCE, nowMs);
    heads.behindSinceMs = now.behindSinceMs;
    heads.aheadSinceMs = now.aheadSinceMs;
  }
  return fault;
}

test("endpoints in step have no fault, alone there is nothing to compare", () => {
  const well = (nowMs: number) => track({ nowMs });
  expect(faultAfter(20_000, well, (nowMs) => [track({ nowMs, delayMs: 1_500 })])).toBeNull();
  expect(faultAfter(20_000, well, () => [])).toBeNull();
});

test("on a slow chain one block that others showed ten seconds ago is enough", () => {
  const stuck = (nowMs: number) => track({ nowMs, until: 4.9 * MINUTE });
  expect(faultAfter(9_000, stuck, (nowMs) => [track({ nowMs })])).toBeNull();
  const fault = faultAfter(11_000, stuck, (nowMs) => [track({ nowMs })]);
  expect(fault?.reason).toMatch(/^lags: its head is 1 block behind the others, for 1[01] s$/);
});

test("on a fast chain three blocks for ten seconds are", () => {
  const slow = (nowMs: number) => track({ nowMs, intervalMs: 1_000, delayMs: 4_900 });
  const fault = faultAfter(12_000, slow, (nowMs) => [track({ nowMs, intervalMs: 1_000 })]);
  expect(fault).toMatchObject({
    isAhead: false,
    reason: expect.stringMatching(/^lags: its head is [45] blocks behind/),
  });
  const slightly = (nowMs: number) => track({ nowMs, intervalMs: 1_000, delayMs: 1_900 });
  expect(faultAfter(12_000, slightly, (nowMs) => [track({ nowMs, intervalMs: 1_000 })])).toBeNull();
});

test("one that invents blocks makes no honest endpoint late, and two honest ones find it out", () => {
  const honest = (nowMs: number) => track({ nowMs });
  const liar = (nowMs: number) => track({ nowMs, offset: 1_000_000 });
  expect(faultAfter(30_000, honest, (nowMs) => [liar(nowMs)])).toBeNull();
  expect(faultAfter(30_000, honest, (nowMs) => [liar(nowMs), honest(nowMs)])).toBeNull();
  expect(faultAfter(30_000, liar, (nowMs) => [honest(nowMs)])).toBeNull();
  expect(faultAfter(30_000, liar, (nowMs) => [honest(nowMs), honest(nowMs)])).toMatchObject({ isAhead: true });
});

test("the only endpoint that goes on is not taken for a liar by two that are stuck together", () => {
  const stuck = (nowMs: number) => [1, 2].map(() => track({ nowMs, until: 4 * MINUTE }));
  expect(faultAfter(30_000, (nowMs) => track({ nowMs }), stuck)).toBeNull();
});
