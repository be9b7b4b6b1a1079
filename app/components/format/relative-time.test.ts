import { expect, test } from "vitest";

import { relativeTime, span } from "./relative-time";

const NOW = Date.UTC(2030, 0, 31, 12);

test("a moment is told in the largest unit that fits", () => {
  const told = [0, 1, 12, 61, 3 * 3600 + 5, 49 * 3600].map((seconds) => relativeTime(NOW - seconds * 1000, NOW));
  expect(told).toEqual(["now", "now", "12 s ago", "1 min ago", "3 h ago", "2 d ago"]);
});

test("what is long ago is told as a date, what is to come as a wait", () => {
  expect(relativeTime(Date.UTC(2029, 3, 1), NOW)).toBe("2029-04-01");
  expect(relativeTime(NOW + 32_000, NOW)).toBe("in 32 s");
});

test("a span never goes below zero", () => {
  expect(span(-3)).toBe("0 s");
});
