import { expect, test } from "vitest";

import { auditSubject, auditWords, fieldChanges, otherFacts } from "./audit-words";

const told = (action: string, metadata: unknown = {}) => ({ action, resourceType: null, metadata });

test("an action is told in words, known or not", () => {
  expect(auditWords(told("auth.login_failed"))).toBe("failed to sign in");
  expect(auditWords(told("rule.updated"))).toBe("changed the rule");
  expect(auditWords(told("api_key.revoked"))).toBe("revoked the API key");
  expect(auditWords(told("space_ship.folded_up"))).toBe("folded up the space ship");
});

test("the thing's name is taken from after, before, or the entry itself", () => {
  expect(auditSubject(told("rule.updated", { before: { name: "Old" }, after: { name: "New" } }))).toBe("New");
  expect(auditSubject(told("rule.deleted", { before: { name: "Old" } }))).toBe("Old");
  expect(auditSubject(told("auth.login", { email: "ada@example.com" }))).toBe("ada@example.com");
  expect(auditSubject(told("auth.login"))).toBeNull();
});

test("a change is told field by field, and the rest beside it", () => {
  const metadata = { before: { a: 1, b: [1] }, after: { a: 2, b: [1], c: null }, via: { apiKeyId: "k" } };
  expect(fieldChanges(metadata)).toEqual([
    { field: "a", before: 1, after: 2 },
    { field: "c", before: undefined, after: null },
  ]);
  expect(otherFacts(metadata)).toEqual([["via", { apiKeyId: "k" }]]);
});
