import { expect, test } from "vitest";

import { parseConfigurationText } from "./parse-configuration-text";
import { writeConfigurationText } from "./write-configuration-text";

const errorOf = (text: string, format?: "json" | "yaml") => {
  const read = parseConfigurationText(text, format);
  return read.ok ? null : read.error;
};

test("what is written down reads back the same, in both forms", () => {
  const awkward = [
    "0x12",
    "1e5",
    "yes",
    "null",
    "~",
    "a: b # c",
    " x ",
    "two\nlines",
    "2026-01-01T00:00:00Z",
    "é ‮ x",
    "'\"",
    "-",
  ];
  const file = { version: 1 as const, rules: awkward.map((name) => ({ name, tag: name, severity: "low" as const })) };
  for (const format of ["json", "yaml"] as const) {
    const text = writeConfigurationText(file, format);
    expect(parseConfigurationText(text, format)).toEqual({ ok: true, value: file });
    expect(parseConfigurationText(text)).toEqual({ ok: true, value: file });
  }
});

test("an address without quotes is text in YAML, not a number", () => {
  const address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
  expect(parseConfigurationText(`a: ${address}\nb: 0o17\nc: 12\nd: true`)).toEqual({
    ok: true,
    value: { a: address, b: "0o17", c: 12, d: true },
  });
});

test("a member that stands twice is refused with its place, in both forms", () => {
  expect(errorOf('{"a": [{"b": 1, "\\u0062": 2}]}')).toMatchObject({ code: "duplicate_key", pointer: "/a/0/b" });
  expect(errorOf('{"a": "{\\"a\\": 1, \\"a\\"", "b": ["a", "a", {"a": {}, "c": "a"}]}')).toBeNull();
  const yaml = errorOf("a: 1\nb:\n  - c: 1\n    c: 2\n");
  expect(yaml).toMatchObject({ code: "duplicate_key", detail: expect.stringContaining("line 4") });
});

test("aliases, tags, several documents and broken text are refused", () => {
  const bomb = [
    "a: &a [x, x]",
    ...[..."bcdefgh"].map((name, at) => `${name}: &${name} [*${"abcdefgh"[at]}, *${"abcdefgh"[at]}]`),
  ];
  expect(errorOf(bomb.join("\n"))).toMatchObject({ code: "yaml_alias" });
  expect(errorOf("a: !!js/function x")).toMatchObject({ code: "malformed_yaml" });
  expect(errorOf("a: 1\n---\nb: 2")).toMatchObject({ code: "malformed_yaml" });
  expect(errorOf("a: [1", "yaml")).toMatchObject({ code: "malformed_yaml" });
  expect(errorOf("? [a]\n: 1")).toMatchObject({ code: "malformed_yaml" });
  expect(errorOf('{"a":')).toMatchObject({ code: "malformed_json" });
  expect(errorOf("a: 1\n".repeat(1_000_000), "yaml")).toMatchObject({ code: "yaml_too_long" });
});

const HOSTILE: [string, string][] = [
  ["brackets", "[".repeat(1_000_000)],
  ["maps in maps", "{a: ".repeat(250_000)],
  ["lists in a line", `${"- ".repeat(500_000)}x`],
  ["keys of keys", "? ".repeat(500_000)],
  ["faults", "}".repeat(1_000_000)],
  ["pairs", "[]".repeat(500_000)],
  ["documents", "---\n".repeat(250_000)],
  ["anchors", "&a ".repeat(330_000)],
  ["depth", Array.from({ length: 1_400 }, (_, at) => `${" ".repeat(at)}k:`).join("\n")],
];

test.each(HOSTILE)("a megabyte of %s is refused in a moment, and does not throw", (_what, text) => {
  const startedAt = performance.now();
  expect(errorOf(text, "yaml")).not.toBeNull();
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});
