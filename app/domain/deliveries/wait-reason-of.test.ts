import { expect, test } from "vitest";

import { waitReasonOf } from "./wait-reason-of";

const row = { state: "queued", isParked: false, groupKey: null, nextAttemptAt: null, attempts: 0 } as const;
const later = new Date(Date.now() + 60_000);

test("what is on its way, or has ended, waits for nothing", () => {
  expect(waitReasonOf(row)).toBeNull();
  expect(waitReasonOf({ ...row, state: "sending", nextAttemptAt: later })).toBeNull();
  expect(waitReasonOf({ ...row, state: "failed", isParked: true })).toBeNull();
});

test("a wait is named by what ends it", () => {
  expect(waitReasonOf({ ...row, state: "held" })).toBe("channel");
  expect(waitReasonOf({ ...row, isParked: true, nextAttemptAt: later })).toBe("destination");
  expect(waitReasonOf({ ...row, nextAttemptAt: later })).toBe("retry");
  expect(waitReasonOf({ ...row, nextAttemptAt: later, attempts: 1, groupKey: "rule:1" })).toBe("retry");
  expect(waitReasonOf({ ...row, nextAttemptAt: later, groupKey: "quiet" })).toBe("quiet_hours");
  expect(waitReasonOf({ ...row, nextAttemptAt: later, groupKey: "digest:1" })).toBe("digest");
  expect(waitReasonOf({ ...row, nextAttemptAt: later, groupKey: "rule:1" })).toBe("group");
});
