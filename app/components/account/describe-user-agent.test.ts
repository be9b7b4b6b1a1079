import { expect, test } from "vitest";

import { describeUserAgent } from "./describe-user-agent";

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Chrome/126.0.0.0 Safari/537.36`,
    "Chrome on macOS",
    "computer",
  ],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0`,
    "Edge on Windows",
    "computer",
  ],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox on Linux", "computer"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1",
    "Safari on iPhone",
    "phone",
  ],
  [
    `Mozilla/5.0 (Linux; Android 14; Pixel 8) ${WEBKIT} Chrome/126.0.0.0 Mobile Safari/537.36`,
    "Chrome on Android",
    "phone",
  ],
  [
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36",
    "Chrome on ChromeOS",
    "computer",
  ],
  ["curl/8.5.0", "curl 8.5.0", "program"],
  ["python-requests/2.31.0", "python-requests 2.31.0", "program"],
  ["node", "node", "program"],
])("%s is %s", (userAgent, name, kind) => {
  expect(describeUserAgent(userAgent)).toEqual({ name, kind });
});

test("what tells nothing is said to be unknown", () => {
  for (const nothing of [null, "", "  ", "Mozilla/5.0", "(hello)"]) {
    expect(describeUserAgent(nothing)).toEqual({ name: "Unknown program", kind: "program" });
  }
});

test("a long one is read in no time, and cut", () => {
  const before = performance.now();
  expect(describeUserAgent("a".repeat(100_000)).name).toHaveLength(40);
  expect(performance.now() - before).toBeLessThan(200);
});
