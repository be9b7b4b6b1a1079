import { expect, test } from "vitest";

import type { TimelineEvent } from "~/domain/alerts/timeline-event";
import { foldEvents } from "./fold-events";

let count = 0;
function event(kind: string, data: object): TimelineEvent {
  count += 1;
  return { id: String(count), kind, at: "2026-01-15T08:30:00.000Z", actorId: null, actorName: null, data: { ...data } };
}
const quiet = (channelName: string, data: object = { kind: "silence", silenceId: "s" }) =>
  event("not_notified", { ...data, channelName });
const told = (channelName: string, data: object = {}) => event("notified", { ...data, channelName });

test("channels kept quiet for one reason become one line, others stay apart", () => {
  const later = quiet("Four", { kind: "quiet_hours", until: "06:00" });
  const folded = foldEvents([quiet("One"), quiet("Two"), quiet("Two"), quiet("Three", { kind: "inhibited" }), later]);
  expect(folded.map(({ data }) => data.channelNames ?? data.channelName)).toEqual([["One", "Two"], "Three", "Four"]);
});

test("what the recorder says of the whole alert is left alone", () => {
  const events = [quiet("", { reason: "cooldown" }), quiet("", { reason: "cooldown" })];
  expect(foldEvents(events)).toEqual(events);
});

test("channels told the same are one line; another change, or a notice of a failure, is another one", () => {
  const folded = foldEvents([
    told("One"),
    told("Two"),
    told("Two", { purpose: "delivery.failed" }),
    told("One", { change: "confirmed" }),
    told("Two", { change: "confirmed" }),
  ]);
  expect(folded.map(({ data }) => data.channelNames ?? data.channelName)).toEqual([
    ["One", "Two"],
    "Two",
    ["One", "Two"],
  ]);
});
