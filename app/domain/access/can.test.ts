import { expect, test } from "vitest";

import { can } from "./can";
import type { Action } from "./permissions";

const viewer = { userId: "v", role: "viewer" } as const;
const analyst = { userId: "a", role: "analyst" } as const;
const admin = { userId: "r", role: "admin" } as const;

test("each role may do what those before it may, and nothing of those after it", () => {
  expect([viewer, analyst, admin].map((actor) => can(actor, "alert.read"))).toEqual([true, true, true]);
  expect([viewer, analyst, admin].map((actor) => can(actor, "rule.write"))).toEqual([false, true, true]);
  expect([viewer, analyst, admin].map((actor) => can(actor, "user.write"))).toEqual([false, false, true]);
});

test("without a sign-in only what is anyone's is allowed, a role alone is none", () => {
  expect(can({ userId: null }, "auth.sign_in")).toBe(true);
  expect(can({ userId: null, role: "admin" }, "alert.read")).toBe(false);
  expect(can({ userId: "x" }, "alert.read")).toBe(false);
});

test("what the table lacks is denied, also what every object has", () => {
  for (const action of ["rule.explode", "constructor", "__proto__", "toString"]) {
    expect(can(admin, action as Action)).toBe(false);
  }
});

test("others' keys and sessions are an admin's business", () => {
  expect(can(analyst, "api_key.revoke", { ownerId: "a" })).toBe(true);
  expect(can(analyst, "api_key.revoke", { ownerId: "v" })).toBe(false);
  expect(can(admin, "api_key.revoke", { ownerId: "v" })).toBe(true);
  expect(can(analyst, "session.end", { ownerId: null })).toBe(false);
});

test("an API key changes nothing of how its owner signs in", () => {
  const key = { ...admin, apiKeyId: "k" };
  expect(can(key, "user.write")).toBe(true);
  for (const action of [
    "api_key.create",
    "api_key.revoke",
    "account.write",
    "chat_link.write",
    "session.end",
    "security.write",
  ] as const) {
    expect(can(key, action)).toBe(false);
  }
});
