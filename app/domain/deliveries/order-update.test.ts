import { expect, test } from "vitest";

import { type ChannelMessage, orderUpdate } from "./order-update";

function message(revision: number, fields: Partial<ChannelMessage> = {}): ChannelMessage {
  return { id: String(revision), revision, state: "queued", dueInMs: 0, isFresh: true, remoteId: null, ...fields };
}

const first = message(0, { state: "delivered", remoteId: "m1" });

test("an update changes the message that its alert made, or the newest one that took its place", () => {
  expect(orderUpdate("1", [first, message(1)])).toEqual({ kind: "send", editRemoteId: "m1" });
  const again = message(1, { state: "delivered", remoteId: "m2" });
  expect(orderUpdate("2", [first, again, message(2)])).toEqual({ kind: "send", editRemoteId: "m2" });
  const bare = message(0, { state: "delivered" });
  expect(orderUpdate("1", [bare, message(1)])).toEqual({ kind: "send", editRemoteId: null });
});

test("the first message comes first, however long its far side is away", () => {
  expect(orderUpdate("1", [message(0, { state: "sending" }), message(1)])).toMatchObject({ kind: "later" });
  const waiting = message(0, { dueInMs: 8_000, isFresh: false });
  expect(orderUpdate("1", [waiting, message(1)])).toEqual({ kind: "later", inMs: 8_000 });
  expect(orderUpdate("1", [message(0, { state: "failed" }), message(1)])).toEqual({ kind: "pointless" });
});

test("one at a time, in order", () => {
  expect(orderUpdate("2", [first, message(1), message(2)])).toMatchObject({ kind: "later" });
  expect(orderUpdate("2", [first, message(1, { state: "sending" }), message(2)])).toMatchObject({ kind: "later" });
  expect(orderUpdate("1", [first, message(1), message(2, { state: "sending" })])).toMatchObject({ kind: "later" });
  expect(orderUpdate("1", [first, message(1), message(2)])).toMatchObject({ kind: "send" });
});

test("an update that is put off holds up no newer one, and is dropped when that has been told", () => {
  const putOff = message(1, { isFresh: false, dueInMs: 32_000 });
  expect(orderUpdate("2", [first, putOff, message(2)])).toMatchObject({ kind: "send" });
  expect(orderUpdate("1", [first, putOff, message(2)])).toEqual({ kind: "later", inMs: 32_000 });
  const told = message(2, { state: "delivered" });
  expect(orderUpdate("1", [first, putOff, told])).toEqual({ kind: "superseded" });
});

test("what has been sent, is being sent or is not there has no turn", () => {
  expect(orderUpdate("1", [first, message(1, { state: "delivered" })])).toEqual({ kind: "not_due" });
  expect(orderUpdate("1", [first, message(1, { state: "sending" })])).toEqual({ kind: "not_due" });
  expect(orderUpdate("1", [])).toEqual({ kind: "not_due" });
});

test("nothing updates what nobody was told of", () => {
  for (const state of ["suppressed", "held", "failed"] as const) {
    expect(orderUpdate("1", [message(0, { state }), message(1)])).toEqual({ kind: "pointless" });
  }
});

test("behind one that waits for its destination, an update looks again at leisure", () => {
  const parked = message(1, { dueInMs: 5_000 });
  expect(orderUpdate("2", [first, parked, message(2)])).toEqual({ kind: "later", inMs: 5_000 });
});
