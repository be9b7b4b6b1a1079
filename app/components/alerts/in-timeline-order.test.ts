import { expect, test } from "vitest";

import { inTimelineOrder } from "./in-timeline-order";

const event = (kind: string, at: string) => ({ id: kind, kind, at, actorId: null, actorName: null, data: {} });

test("a transaction is seen before it is confirmed, whatever its block's clock said", () => {
  const events = [
    event("confirmed", "2026-11-24T08:13:58.000Z"),
    event("created", "2026-11-24T08:13:58.331Z"),
    event("notified", "2026-11-24T08:13:58.410Z"),
  ];
  expect(inTimelineOrder(events).map(({ kind }) => kind)).toEqual(["created", "confirmed", "notified"]);
});
