import { expect, test } from "vitest";

import { decideStep } from "./decide-step";
import type { DueRun, StepChannel } from "./due-run";

const NOW = new Date("2026-01-15T12:00:00Z");
const [ann, ben, bot]: [StepChannel, StepChannel, StepChannel] = [
  { id: "a", name: "Ann", type: "email" },
  { id: "b", name: "Ben", type: "telegram" },
  { id: "c", name: "Bot", type: "telegram" },
];
const ON = [ann, ben, bot];
const NOBODY: ReadonlySet<string> = new Set();
const steps = [
  { channels: ["a"], waitSeconds: 60 },
  { channels: ["telegram"], waitSeconds: 300 },
];

function run(values: Partial<DueRun> = {}, policy: Partial<DueRun["policy"]> = {}): DueRun {
  return {
    id: "run",
    now: NOW,
    step: 0,
    round: 0,
    policy: { id: "p", name: "Night", steps, repeats: 1, hours: null, enabled: true, ...policy },
    alert: { id: "alert", isAcknowledged: false, isRuleDeleted: false, quiet: null },
    channel: null,
    ...values,
  };
}
const alert = (values: object) => ({ alert: { ...run().alert, ...values } as DueRun["alert"] });
const failing = (values: object = {}) => {
  const channel = { ...ben, enabled: true, isFailing: true, isHeld: false, lastError: "HTTP 500", ...values };
  return { alert: null, channel };
};

test("a step tells its channels, named or of a type, and says when the next is due", () => {
  expect(decideStep(run(), ON, NOBODY)).toMatchObject({
    place: { step: 0, round: 0 },
    channels: [ann],
    waitSeconds: 60,
  });
  const second = decideStep(run({ step: 1 }), ON, NOBODY);
  expect(second).toMatchObject({ place: { step: 1 }, steps: 2, channels: [ben, bot], skipped: null, waitSeconds: 300 });
});

test("after the last step the steps begin again as often as they may, then it is exhausted", () => {
  expect(decideStep(run({ step: 2 }), ON, NOBODY)).toMatchObject({ place: { step: 0, round: 1 }, channels: [ann] });
  expect(decideStep(run({ step: 2, round: 1 }), ON, NOBODY)).toMatchObject({ kind: "end", state: "exhausted" });
  // Repeats and steps may have been taken away since.
  expect(decideStep(run({ step: 7, round: 4 }), ON, NOBODY)).toMatchObject({ kind: "end", state: "exhausted" });
});

test("the first step leaves out who has the alert already; later ones and rounds tell again", () => {
  const told = new Set(["a"]);
  expect(decideStep(run(), ON, told)).toMatchObject({
    channels: [],
    alreadyTold: [ann],
    skipped: null,
    waitSeconds: 60,
  });
  expect(decideStep(run({ step: 2 }), ON, told)).toMatchObject({ channels: [ann], alreadyTold: [] });
});

test("outside of its hours it is put off until they begin", () => {
  const hours = { from: "22:00", to: "06:00", timezone: "UTC" };
  expect(decideStep(run({}, { hours }), ON, NOBODY)).toEqual({ kind: "later", at: new Date("2026-01-15T22:00:00Z") });
  const night = run({ now: new Date("2026-01-15T23:00:00Z") }, { hours });
  expect(decideStep(night, ON, NOBODY)).toMatchObject({ kind: "step", channels: [ann] });
});

test("a silenced alert's step passes without telling anybody, at its pace", () => {
  const quiet = { kind: "silence", silenceId: "s", reason: "upgrade", endsAt: "2026-01-15T13:00:00.000Z" } as const;
  expect(decideStep(run(alert({ quiet })), ON, NOBODY)).toMatchObject({
    channels: [],
    skipped: quiet,
    waitSeconds: 60,
  });
});

test("a step without a channel that is on goes on at once, unless no step has one", () => {
  expect(decideStep(run(), [ben], NOBODY)).toMatchObject({ skipped: { kind: "no_channel" }, waitSeconds: 0 });
  expect(decideStep(run(), [], NOBODY)).toMatchObject({ skipped: { kind: "no_channel" }, waitSeconds: 60 });
});

test("it ends with an acknowledgement, its rule, its policy", () => {
  expect(decideStep(run(alert({ isAcknowledged: true })), ON, NOBODY)).toMatchObject({ state: "acknowledged" });
  expect(decideStep(run(alert({ isRuleDeleted: true })), ON, NOBODY)).toMatchObject({ state: "cancelled" });
  expect(decideStep(run({}, { enabled: false }), ON, NOBODY)).toMatchObject({ state: "cancelled" });
});

test("of a failing channel everybody is told but the channel itself, until it works or somebody switches it off", () => {
  expect(decideStep(run({ ...failing(), step: 1 }), ON, NOBODY)).toMatchObject({ channels: [bot] });
  const held = failing({ enabled: false, isHeld: true });
  expect(decideStep(run({ ...held, step: 1 }), [ann, bot], NOBODY)).toMatchObject({ channels: [bot] });
  expect(decideStep(run(failing({ isFailing: false })), ON, NOBODY)).toMatchObject({ state: "cancelled" });
  expect(decideStep(run(failing({ enabled: false })), ON, NOBODY)).toMatchObject({ state: "cancelled" });
});

test("what can't be read holds up nobody: hours count as always, steps as none", () => {
  const hours = { from: "09:00", to: "10:00", timezone: "Mars/Olympus" };
  expect(decideStep(run({}, { hours }), ON, NOBODY)).toMatchObject({ kind: "step", channels: [ann] });
  expect(decideStep(run({}, { steps: "?" }), ON, NOBODY)).toMatchObject({ kind: "end", state: "exhausted" });
});
