import { expect, test } from "vitest";

import { createSecrets } from "./secrets.server";

const secrets = createSecrets("a secret of at least thirty-two characters");

test("what was encrypted comes back, each time under another envelope", () => {
  const [first, second] = [secrets.encrypt("hook", "channels:x:1"), secrets.encrypt("hook", "channels:x:1")];
  expect(first).not.toBe(second);
  expect(first).toMatch(/^v1\.[0-9a-f]{8}\./);
  expect(secrets.decrypt(first, "channels:x:1")).toBe("hook");
});

test("an envelope moved to another row, changed, or of another secret is refused", () => {
  const envelope = secrets.encrypt("hook", "channels:x:1");
  expect(() => secrets.decrypt(envelope, "channels:x:2")).toThrow();
  expect(() => secrets.decrypt(`${envelope.slice(0, -2)}AA`, "channels:x:1")).toThrow();
  expect(() => createSecrets("b".repeat(40)).decrypt(envelope, "channels:x:1")).toThrow(/another SENTINEL_SECRET/);
  expect(() => secrets.decrypt("plain text", "channels:x:1")).toThrow(/not a v1 envelope/);
});

test("each purpose has a key of its own", () => {
  expect(secrets.key("a").equals(secrets.key("b"))).toBe(false);
  expect(secrets.key("a")).toHaveLength(32);
});
