import { expect, test } from "vitest";

import type { HttpResult } from "~/platform/guarded-http/http-result";
import { classify, type Destination } from "./classify";

const NOW = new Date("2026-01-01T00:00:00.000Z");
const answer = (statusCode: number, headers: Record<string, string> = {}, body = ""): HttpResult => ({
  kind: "response",
  statusCode,
  headers,
  body,
});

test.each<[Destination, number, string]>([
  ["webhook", 200, "ok"],
  ["webhook", 204, "ok"],
  ["webhook", 299, "ok"],
  ["webhook", 301, "fatal"],
  ["webhook", 307, "fatal"],
  ["webhook", 400, "fatal"],
  ["webhook", 401, "fatal"],
  ["webhook", 404, "fatal"],
  ["webhook", 408, "retry"],
  ["webhook", 410, "gone"],
  ["webhook", 413, "fatal"],
  ["webhook", 425, "retry"],
  ["webhook", 429, "retry"],
  ["webhook", 500, "retry"],
  ["webhook", 503, "retry"],
  ["discord", 200, "ok"],
  ["discord", 204, "ok"],
  ["discord", 302, "fatal"],
  ["discord", 400, "rerender"],
  ["discord", 401, "gone"],
  ["discord", 403, "gone"],
  ["discord", 404, "gone"],
  ["discord", 405, "fatal"],
  ["discord", 413, "rerender"],
  ["discord", 429, "retry"],
  ["discord", 502, "retry"],
])("%s answering %i is %s", (destination, status, outcome) => {
  const classified = classify(answer(status), destination, NOW);
  expect(classified.outcome).toBe(outcome);
  expect(classified.retryAfterMs).toBeNull();
  expect(classified.error === null).toBe(outcome === "ok");
});

test.each<[Destination, HttpResult, number]>([
  ["webhook", answer(429, { "retry-after": "7" }), 7_000],
  ["webhook", answer(503, { "retry-after": "Thu, 01 Jan 2026 00:00:30 GMT" }), 30_000],
  ["webhook", answer(503, { "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT" }), 0],
  ["webhook", answer(502, { "retry-after": "1" }), 1_000],
  ["webhook", answer(429, { "retry-after": "86400" }), 3_600_000],
  ["webhook", answer(429, { "retry-after": "2" }, '{"retry_after": 0.1}'), 2_000],
  ["discord", answer(429, { "retry-after": "1" }, '{"message":"x","retry_after":0.376,"global":false}'), 376],
  ["discord", answer(429, { "retry-after": "2" }, '{"retry_after": 1.001}'), 1_001],
  ["discord", answer(429, { "retry-after": "3" }, "error code: 1015"), 3_000],
])("%s asking to wait is believed to the millisecond", (destination, result, waitMs) => {
  expect(classify(result, destination, NOW)).toMatchObject({ outcome: "wait", retryAfterMs: waitMs });
});

test.each<[string, HttpResult]>([
  ["soon", answer(429, { "retry-after": "soon" })],
  ["-5", answer(429, { "retry-after": "-5" })],
  ["500", answer(500, { "retry-after": "5" })],
])("a Retry-After that makes no sense there (%s) falls back to the ladder", (_name, result) => {
  expect(classify(result, "webhook", NOW)).toMatchObject({ outcome: "retry", retryAfterMs: null });
});

test.each<[HttpResult, string]>([
  [{ kind: "blocked", code: "loopback", detail: "127.0.0.1 is a loopback address" }, "fatal"],
  [{ kind: "timeout", phase: "connect", detail: "could not connect in time" }, "retry"],
  [{ kind: "timeout", phase: "body", detail: "did not end" }, "retry"],
  [{ kind: "network", code: "connection", detail: "the connection was refused" }, "retry"],
  [{ kind: "network", code: "unresolvable", detail: "no such name" }, "retry"],
  [{ kind: "network", code: "certificate", detail: "the TLS certificate is not valid" }, "fatal"],
])("%j is %s", (result, outcome) => {
  expect(classify(result, "webhook", NOW)).toMatchObject({ outcome, error: expect.stringMatching(/^[A-Z].*\.$/) });
});

test("a redirect's error says that redirects are not followed", () => {
  expect(classify(answer(302), "webhook", NOW).error).toContain("redirects are not followed");
});

test("a refusal that something in front of Discord wrote does not switch the channel off", () => {
  const html = { "content-type": "text/html; charset=UTF-8" };
  expect(classify(answer(403, html, "<!doctype html>"), "discord", NOW)).toMatchObject({ outcome: "retry" });
  expect(classify(answer(403, { "content-type": "application/json" }, "{}"), "discord", NOW)).toMatchObject({
    outcome: "gone",
  });
});
