import { expect, test } from "vitest";

import type { Alert } from "~/domain/alerts/alert";
import { type FeedEvent, type FeedState, feedReducer } from "./feed-state";

const alert = (id: string, second: number, changes: Partial<Alert> = {}): Alert => ({
  id,
  ruleId: "rule",
  watchlistId: null,
  network: "demo",
  severity: "high",
  title: id,
  description: "",
  txHash: `0x${id.padEnd(64, "0")}`,
  earlierHashes: [],
  from: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  to: null,
  target: null,
  value: "0",
  call: { selector: "0x", signature: null, name: null, args: [] },
  path: null,
  event: null,
  status: "pending",
  txStatus: "pending",
  blockNumber: null,
  replacedByHash: null,
  isReplaced: false,
  detection: "pending",
  appearedWithoutWarning: false,
  uncertain: null,
  outcome: null,
  detectedAt: new Date(second * 1000).toISOString(),
  confirmedAt: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  acknowledgedByName: null,
  acknowledgedVia: null,
  dispatchedChannels: [],
  quiet: null,
  occurrences: 1,
  senders: 1,
  explanation: { kind: "and", label: "", result: true },
  ...changes,
});

const after = (...events: FeedEvent[]) =>
  events.reduce(feedReducer, { shown: [alert("b", 2), alert("a", 1)], waiting: [], arrived: new Set() } as FeedState);
const ids = (alerts: Alert[]) => alerts.map(({ id }) => id).join("");

test("a new alert goes to its place by time, not simply to the top", () => {
  const state = after(
    { type: "created", alert: alert("d", 4), hold: false },
    { type: "created", alert: alert("c", 3), hold: false },
  );
  expect(ids(state.shown)).toBe("dcba");
});

test("while the reader has scrolled, new alerts wait, and come when asked for", () => {
  const held = after({ type: "created", alert: alert("c", 3), hold: true });
  expect([ids(held.shown), ids(held.waiting)]).toEqual(["ba", "c"]);
  const released = feedReducer(held, { type: "released" });
  expect([ids(released.shown), ids(released.waiting)]).toEqual(["cba", ""]);
});

test("an alert that is streamed twice stands once, with its newest state", () => {
  const again = alert("b", 2, { txStatus: "confirmed" });
  const state = after({ type: "created", alert: again, hold: false });
  expect([ids(state.shown), state.shown[0]?.txStatus]).toEqual(["ba", "confirmed"]);
});

test("an acknowledgement marks those rows and leaves them where they are", () => {
  const state = after({ type: "acknowledged", ids: ["a"], at: "2030-01-01T00:00:00.000Z" });
  expect(state.shown.map(({ status }) => status)).toEqual(["pending", "acknowledged"]);
});

test("a change to an alert that is not listed adds no row", () => {
  expect(ids(after({ type: "updated", alert: alert("z", 9) }).shown)).toBe("ba");
});

test("older alerts are put below, each once", () => {
  expect(ids(after({ type: "older", alerts: [alert("a", 1), alert("0", 0)] }).shown)).toBe("ba0");
});
