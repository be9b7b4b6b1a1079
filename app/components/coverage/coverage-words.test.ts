import { expect, test } from "vitest";

import { coverageWords } from "./coverage-words";
import { leadWords } from "./lead-words";

const total = { mined: 40, seenPending: 31, share: 0.775, leadMsMedian: 8_400, leadMsP95: 61_000 };

test("a ledger's sum is told in one sentence", () => {
  expect(coverageWords(total, "network")).toBe(
    "77.5 % of 40 mined transactions were seen before their block: half of these at least 8.4 s before, one in twenty 1 min or more.",
  );
});

test("nothing mined and nothing seen are told as what they are", () => {
  const none = { seenPending: 0, leadMsMedian: null, leadMsP95: null };
  const unmined = { ...none, mined: 0, share: null };
  expect(coverageWords(unmined, "network")).toBe("No transaction has been mined since watching began.");
  expect(coverageWords(unmined, "contract")).toBe("No transaction that calls it has been mined since watching began.");
  expect(coverageWords({ ...none, mined: 1, share: 0 }, "contract")).toBe(
    "Of the one mined transaction none was seen before its block: alerts appear once mined.",
  );
});

test("a single transaction is no statistic", () => {
  expect(coverageWords({ ...total, mined: 1, seenPending: 1, share: 1 }, "contract")).toBe(
    "The one mined transaction was seen 8.4 s before its block.",
  );
});

test("a lead time is exact while it is short", () => {
  expect([null, 0, 420, 12_000, 240_000].map(leadWords)).toEqual(["–", "0.0 s", "0.4 s", "12 s", "4 min"]);
});
