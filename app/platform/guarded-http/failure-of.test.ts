import { expect, test } from "vitest";

import { failureOf } from "./failure-of";
import { GuardError } from "./guard-error";

const coded = (code: string) => Object.assign(new Error("https://secret.example/path"), { code });

test.each([
  ["DEPTH_ZERO_SELF_SIGNED_CERT", { kind: "network", code: "certificate" }],
  ["CERT_HAS_EXPIRED", { kind: "network", code: "certificate" }],
  ["ERR_TLS_CERT_ALTNAME_INVALID", { kind: "network", code: "certificate" }],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", { kind: "network", code: "certificate" }],
  ["EAI_AGAIN", { kind: "network", code: "unresolvable" }],
  ["ECONNREFUSED", { kind: "network", code: "connection" }],
  ["HPE_INVALID_CONSTANT", { kind: "network", code: "connection" }],
  ["UND_ERR_CONNECT_TIMEOUT", { kind: "timeout", phase: "connect" }],
  ["UND_ERR_HEADERS_TIMEOUT", { kind: "timeout", phase: "headers" }],
  ["UND_ERR_BODY_TIMEOUT", { kind: "timeout", phase: "body" }],
])("%s becomes words that hold nothing of the message", (code, expected) => {
  const failure = failureOf(coded(code));
  expect(failure).toMatchObject(expected);
  expect(failure.detail).not.toContain("secret.example");
});

test("the guard's refusal is found within what Node wraps around it", () => {
  const guard = new GuardError("private", "10.0.0.1 is a private address");
  const expected = { kind: "blocked", code: "private", detail: guard.message };
  expect(failureOf(guard)).toEqual(expected);
  expect(failureOf(new AggregateError([coded("ECONNREFUSED"), guard]))).toEqual(expected);
  expect(failureOf(new Error("fetch failed", { cause: guard }))).toEqual(expected);
});

test("what nobody expected is still a failure in words", () => {
  expect(failureOf("boom")).toEqual({ kind: "network", code: "connection", detail: "the request failed" });
});
