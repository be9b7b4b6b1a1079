import { expect, test } from "vitest";

import { completeRuleLook, type RuleLook } from "./rule-look";

const CALL: RuleLook = {
  trigger: "call",
  side: "sender",
  stage: "pending",
  signature: "pause",
  event: null,
  condition: "value > 1",
};
const EVENT: RuleLook = {
  ...CALL,
  trigger: "event",
  side: "target",
  stage: "confirmed",
  signature: null,
  event: "Paused",
};

test("what is not given is a rule of pending calls", () => {
  const look = completeRuleLook({}, null);
  expect(look).toEqual({ ...CALL, side: "target", signature: null, condition: null });
});

test("an event implies the trigger and the stage, and takes the place of a signature", () => {
  expect(completeRuleLook({ event: "Paused" }, CALL)).toEqual(EVENT);
  expect(completeRuleLook({ event: "Paused", stage: "pending" }, null).stage).toBe("pending");
});

test("a signature takes the place of an event; taking the event away leaves a rule of calls", () => {
  expect(completeRuleLook({ signature: "pause" }, EVENT)).toMatchObject({ trigger: "call", event: null });
  expect(completeRuleLook({ event: null }, EVENT)).toMatchObject({ trigger: "call", event: null, signature: null });
});

test("another trigger drops what only the old one had", () => {
  const mention = completeRuleLook({ trigger: "mention" }, CALL);
  expect(mention).toEqual({ ...CALL, trigger: "mention", side: "target", signature: null });
  const changed = completeRuleLook({ trigger: "implementation_changed" }, CALL);
  expect(changed).toMatchObject({ stage: "confirmed", signature: null, condition: null });
});

test("what is not named stays", () => {
  expect(completeRuleLook({ condition: null }, CALL)).toEqual({ ...CALL, condition: null });
  expect(completeRuleLook({ stage: "confirmed" }, CALL)).toEqual({ ...CALL, stage: "confirmed" });
});
