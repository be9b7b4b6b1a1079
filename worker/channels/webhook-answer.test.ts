import { expect, test } from "vitest";

import { webhookAnswer } from "./webhook-answer";

const JSON_TYPE = "application/json; charset=utf-8";

test.each([
  [
    '{"message":"Paused in block 12","url":"https://etherscan.io/tx/0x1"}',
    JSON_TYPE,
    "Paused in block 12 https://etherscan.io/tx/0x1",
  ],
  ['{"message":"Queued","ticket":5}', undefined, "Queued"],
  ['{"url":"https://safe.example/tx/1"}', "text/plain", "https://safe.example/tx/1"],
  ["Proposed to the Safe", "text/plain", "Proposed to the Safe"],
  ["two\nlines \u202eevil", undefined, "two lines ⟨U+202E⟩evil"],
])("%j is shown", (body, type, answer) => {
  expect(webhookAnswer(body, type)).toEqual({ answer, remark: null });
});

test.each(["", "ok", " OK. ", "{}", '{"status":"queued"}'])("%j is no answer", (body) => {
  expect(webhookAnswer(body, undefined)).toEqual({ answer: null, remark: null });
});

test("a page is no answer", () => {
  expect(webhookAnswer("<html><body>hi", "text/html")).toEqual({ answer: null, remark: null });
});

test.each([
  ['{"message":5}'],
  ['{"message":"x","url":"javascript:alert(1)"}'],
  ['{"url":"http://plain.example/"}'],
  ['{"url":"https://user:pw@host.example/"}'],
  [JSON.stringify({ message: "x".repeat(2_001) })],
  ["{broken"],
  ['["a list"]'],
])("%j is not shown, and the log says why", (body) => {
  expect(webhookAnswer(body, JSON_TYPE)).toEqual({ answer: null, remark: expect.stringContaining("not shown") });
});

test("long text is cut", () => {
  expect(webhookAnswer("x".repeat(10_000), "text/plain").answer).toHaveLength(4_096);
});
