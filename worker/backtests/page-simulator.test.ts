import { expect, test } from "vitest";

import type { RuleThreshold } from "~/domain/rules/rule-threshold";
import { PageSimulator, type SimulatedMatch } from "./page-simulator";

const MINUTE = 60_000;

const at = (atMs: number, values: Partial<SimulatedMatch> = {}): SimulatedMatch => ({
  ...{ atMs, from: "0xa1", selector: "0x715018a6", target: "0xc0", isUncertain: false },
  ...values,
});

/** Pages of these matches, with the state taken through JSON before each, as a resumed job does. */
function pagesOf(
  rule: { cooldownSeconds?: number; threshold?: RuleThreshold },
  matches: readonly SimulatedMatch[],
): number {
  const whole = { cooldownSeconds: 0, threshold: null, ...rule };
  let simulator = new PageSimulator(whole);
  let pages = 0;
  for (const match of matches) {
    simulator = new PageSimulator(whole, structuredClone(simulator.state));
    pages += simulator.add(match);
  }
  return pages + simulator.finish();
}

test("without cooldown and threshold every match pages", () => {
  expect(pagesOf({}, [at(0), at(1), at(2)])).toBe(3);
});

test("inside a cooldown repeats are quiet, and the next after it pages", () => {
  const matches = [0, 1, 9, 10, 11, 19, 20].map((minutes) => at(minutes * MINUTE));
  expect(pagesOf({ cooldownSeconds: 600 }, matches)).toBe(3);
});

test("another function or contract inside the cooldown pages; of what comes within two seconds each sort does", () => {
  const others = [
    at(MINUTE, { selector: "0x1" }),
    at(MINUTE + 500, { target: "0xc1" }),
    at(2 * MINUTE, { target: "0xc2" }),
  ];
  expect(pagesOf({ cooldownSeconds: 600 }, [at(0), ...others])).toBe(4);
});

test("a crowd of made-up senders makes one page", () => {
  const crowd = Array.from({ length: 400 }, (_, count) => at(count, { from: `0x${count}` }));
  expect(pagesOf({ cooldownSeconds: 600 }, crowd)).toBe(1);
  expect(pagesOf({ cooldownSeconds: 600 }, [at(0), at(5_000, { from: "0xb2" })])).toBe(2);
});

test("firsts of their kind page at most ten times at once", () => {
  const kinds = Array.from({ length: 40 }, (_, count) => at(3_000 * count, { selector: `0x${count}` }));
  expect(pagesOf({ cooldownSeconds: 86_400 }, kinds)).toBeLessThanOrEqual(1 + 10 + 2);
});

test("a flood without a cooldown pages a hundred times, then is quiet until it is calm", () => {
  const flood = Array.from({ length: 10_000 }, (_, count) => at(count));
  expect(pagesOf({}, flood)).toBe(100);
  expect(pagesOf({}, [...flood, at(MINUTE)])).toBe(101);
});

test("a threshold pages at the count within the window, counts anew, and forgets what is older", () => {
  const threshold: RuleThreshold = { count: 3, windowSeconds: 10, groupBy: "rule" };
  const each = (seconds: number[]) => seconds.map((second) => at(second * 1_000));
  expect(pagesOf({ threshold }, each([0, 1, 2, 3, 4, 5]))).toBe(2);
  expect(pagesOf({ threshold }, each([0, 4, 11, 20, 30]))).toBe(0);
});

test("a threshold may count each sender or contract for itself", () => {
  const senders = [at(0), at(1, { from: "0xb2" }), at(2), at(3, { from: "0xb2", target: "0xc1" })];
  const threshold = { count: 2, windowSeconds: 10 };
  expect(pagesOf({ threshold: { ...threshold, groupBy: "sender" } }, senders)).toBe(2);
  expect(pagesOf({ threshold: { ...threshold, groupBy: "contract" } }, senders)).toBe(1);
});

test("what can't be evaluated pages once an hour, and doesn't cover what is certain", () => {
  const uncertain = { isUncertain: true };
  expect(pagesOf({}, [at(0, uncertain), at(1, uncertain), at(2), at(61 * MINUTE, uncertain)])).toBe(3);
});
