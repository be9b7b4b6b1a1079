import { expect, test } from "vitest";

import { wireText } from "./wire-text";

test("JSON is laid out, anything else stays, and what cannot be seen is written out", () => {
  expect(wireText('{"a":{"b":1}}')).toBe('{\n  "a": {\n    "b": 1\n  }\n}');
  expect(wireText('{"cut": "off')).toBe('{"cut": "off');
  expect(wireText("one\r\ntwo\u202ethree")).toBe("one\ntwo⟨U+202E⟩three");
});

test("a body of endless lines is cut, and says so", () => {
  const lines = wireText("x\n".repeat(5_000)).split("\n");
  expect(lines).toHaveLength(401);
  expect(lines.at(-1)).toBe("…");
});
