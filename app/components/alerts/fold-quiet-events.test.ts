import { expect, test } from "vitest";

import type { TimelineEvent } from "~/domain/alerts/timeline-event";
import { foldQuietEvents } from "./fold-quiet-events";

let count = 0;
function quiet(channelName: string, data: object = { kind: "silence", silenceId: "s" }): TimelineEvent {
  count += 1;
  const at = "2026-01-15T08:30:00.000Z";
  return {
    id: String(count),
    kind: "not_notified",
    at,
    actorId: null,
    actorName: null,
    data: { ...data, channelName },
  };
}

test("channels kept quiet for one reason become one line, others stay apart", () => {
  const later = quiet("Four", { kind: "quiet_hours", until: "06:00" });
  const folded = foldQuietEvents([
    quiet("One"),
    quiet("Two"),
    quiet("Two"),
    quiet("Three", { kind: "inhibited" }),
    later,
  ]);
  expect(folded.map(({ data }) => data.channelNames ?? data.channelName)).toEqual([["One", "Two"], "Three", "Four"]);
});

test("what the recorder says of the whole alert is left alone", () => {
  const events = [quiet("", { reason: "cooldown" }), quiet("", { reason: "cooldown" })];
  expect(foldQuietEvents(events)).toEqual(events);
});
