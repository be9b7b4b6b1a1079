import { expect, test } from "vitest";

import { createSecrets } from "~/platform/secrets.server";
import { changes } from "./changes.server";

const secrets = createSecrets("a secret for tests that is long enough");

test("of a change only what differs is said, both as it was and as it is", () => {
  const at = new Date("2026-01-02T03:04:05.006Z");
  expect(
    changes({ name: "a", on: true, at, tags: ["x"] }, { name: "b", on: true, at: new Date(at), tags: ["x"] }),
  ).toEqual({ before: { name: "a" }, after: { name: "b" } });
  expect(changes({ a: 1 }, { b: 2n })).toEqual({ before: { a: 1, b: null }, after: { a: null, b: "2" } });
});

test("something new has no before, something deleted no after", () => {
  expect(changes(null, { name: "a" })).toEqual({ after: { name: "a" } });
  expect(changes({ name: "a" }, null)).toEqual({ before: { name: "a" } });
});

test("a secret is digested, the same one always alike, none at all as null", () => {
  const options = { secret: ["token"], secrets };
  const { before, after } = changes({ token: "hunter2" }, { token: "hunter3" }, options);
  expect(before?.token).toMatch(/^hmac:[0-9a-f]{16}$/);
  expect(after?.token).not.toBe(before?.token);
  expect(changes({ token: "hunter2" }, { token: null }, options)).toEqual({ before, after: { token: null } });
  expect(changes({ token: "hunter2" }, { token: "hunter2" }, options)).toEqual({ before: {}, after: {} });
});

test("a long value stands as digest and length", () => {
  const abi = Array.from({ length: 500 }, (_, n) => ({ name: `f${n}` }));
  expect(changes(null, { abi }).after?.abi).toEqual({
    sha256: expect.stringMatching(/^[0-9a-f]{16}$/),
    characters: JSON.stringify(abi).length,
  });
});

test("names that every object has are fields like any other", () => {
  const hostile = JSON.parse('{"__proto__": 1, "constructor": 2}');
  expect(Object.entries(changes(null, hostile).after ?? {})).toEqual([
    ["__proto__", 1],
    ["constructor", 2],
  ]);
});
