import { expect, test } from "vitest";

import type { Alert } from "~/domain/alerts/alert";
import { describeDoubts, describePath, describeState } from "./describe-state";
import { sampleAlert } from "./sample-alert";

const OTHER = `0x${"5".repeat(64)}`;
const alert = (fields: Partial<Alert>): Alert => ({ ...sampleAlert(new Date(0)), ...fields });

test.each([
  ["confirmed", { txStatus: "confirmed", blockNumber: 12 }, "Confirmed in block 12"],
  ["failed", { txStatus: "failed", blockNumber: 12 }, "Failed: reverted in block 12"],
  [
    "replaced",
    { txStatus: "replaced", blockNumber: 12, isReplaced: true, replacedByHash: OTHER },
    `Replaced in block 12: other calldata, see ${OTHER}`,
  ],
  [
    "cancelled",
    { txStatus: "replaced", blockNumber: 12, isReplaced: true, replacedByHash: OTHER },
    "Cancelled by its sender in block 12",
  ],
  ["replaced", { txStatus: "replaced" }, "Replaced by a transaction that nobody has shown"],
  ["replacing", { isReplaced: true, replacedByHash: OTHER }, `Being replaced: other calldata is pending, see ${OTHER}`],
  ["dropped", { txStatus: "dropped" }, "Dropped from the mempool"],
  ["reopened", {}, "Re-opened: it is in the mempool again"],
  ["reorganised", {}, "Re-opened: its block was reorganised away"],
  ["confirmed", {}, "Pending: not in a block yet"],
  ["reorganised", { txStatus: "confirmed", blockNumber: 13 }, "Confirmed in block 13"],
] satisfies [string, Partial<Alert>, string][])("%s: what is so now is said", (change, fields, text) => {
  expect(describeState(alert(fields), change)).toBe(text);
});

test("how it was found and what is not certain is said, and nothing where all is as usual", () => {
  expect(describeDoubts(alert({}))).toEqual([]);
  expect(
    describeDoubts(
      alert({
        detection: "backfilled",
        appearedWithoutWarning: true,
        uncertain: "there is no parameter “amount”",
        outcome: { kind: "would_revert", reason: "Ownable: caller is not the owner", blockNumber: 1 },
      }),
    ),
  ).toEqual([
    "Appeared without warning: it was never seen pending.",
    "Could not be evaluated, shown to be safe: there is no parameter “amount”",
    "Simulated: it would revert: Ownable: caller is not the owner.",
  ]);
  expect(describeDoubts(alert({ detection: "simulation" }))[0]).toMatch(/^Seen in simulation/);
});

test("an inner call's way is named from the outside in", () => {
  const safe = sampleAlert(new Date(0)).from;
  const path = [
    { to: safe, name: "execTransaction", index: null },
    { to: safe, name: "multiSend", index: 2 },
  ];
  expect(describePath(alert({ path: { depth: 2, caller: safe, kind: "call", path, more: 0, truncated: null } }))).toBe(
    "0x71C7…976F execTransaction › 0x71C7…976F multiSend #3 › 0x3ee1…a585 renounceOwnership",
  );
  expect(describePath(alert({}))).toBe("");
});
