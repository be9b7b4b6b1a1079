import { expect, test } from "vitest";

import { GapTracker, type GapWitness } from "./gap-tracker";
import type { NetworkGap } from "./types";

const before = { number: 7n, hash: "0x7", parentHash: "0x6", atMs: 7 };
const after = { number: 9n, hash: "0x9", parentHash: "0x8", atMs: 9 };

function tracked() {
  const gaps: NetworkGap[] = [];
  const tracker = new GapTracker("net", 100, (gap) => gaps.push(gap));
  return { gaps, tracker };
}

function witness(
  isUsable: boolean,
  reason: string | null = null,
  state = isUsable ? "live" : "connecting",
): GapWitness {
  return { host: "node", isUsable, state, reason, lastMessageAtMs: isUsable ? 500 : 450 };
}

test("connecting for the first time is no gap", () => {
  const { gaps, tracker } = tracked();
  tracker.update([witness(false)], null, 110);
  tracker.update([witness(true)], null, 120);
  expect(gaps).toEqual([]);
});

test("a network that can't be reached from the start has a gap from the start", () => {
  const { gaps, tracker } = tracked();
  tracker.update([witness(false, "refused", "backing_off"), witness(false)], null, 110);
  expect(gaps).toEqual([]);
  tracker.update([witness(false, "refused", "backing_off"), witness(false, "timeout", "backing_off")], null, 130);
  expect(gaps).toMatchObject([{ fromMs: 100, toMs: null, reason: "node: refused; node: timeout" }]);
});

test("a gap begins with the last message and ends once, with the heads at both ends", () => {
  const { gaps, tracker } = tracked();
  tracker.update([witness(true)], before, 440);
  tracker.update([witness(false, "gone", "backing_off")], before, 900);
  tracker.update([witness(false, "gone", "connecting")], before, 950);
  tracker.onHead(after);
  tracker.update([witness(true)], after, 1_000);
  tracker.update([witness(true)], after, 1_100);
  const gap = { networkId: "net", fromMs: 450, lastHeadBefore: before, reason: "node: gone" };
  expect(gaps).toEqual([
    { ...gap, toMs: null, firstHeadAfter: null },
    { ...gap, toMs: 1_000, firstHeadAfter: after },
  ]);
});

test("one usable endpoint is enough", () => {
  const { gaps, tracker } = tracked();
  tracker.update([witness(true), witness(true)], before, 440);
  tracker.update([witness(true), witness(false, "gone", "backing_off")], before, 900);
  expect(gaps).toEqual([]);
});
