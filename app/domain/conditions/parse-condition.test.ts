import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryAst, withoutSpans } from "../../../tests/fuzz/arbitrary-ast";
import { arbitraryText } from "../../../tests/fuzz/arbitrary-condition";
import { parseCondition } from "./parse-condition";
import { printCondition } from "./print-condition";

/** What a text is read as, with the brackets that its tree needs. */
function read(text: string): string {
  const parsed = parseCondition(text);
  return parsed.ok ? printCondition(parsed.ast) : `${parsed.error.code} ${parsed.error.start}-${parsed.error.end}`;
}

test("what is printed is read as the same tree again", () => {
  fc.assert(
    fc.property(arbitraryAst, (ast) => {
      const parsed = parseCondition(printCondition(ast));
      fc.pre(parsed.ok || !["too_long", "too_deep"].includes(parsed.error.code));
      expect(parsed.ok && withoutSpans(parsed.ast)).toEqual(withoutSpans(ast));
    }),
    { numRuns: 500 },
  );
});

test("any text is read or refused with a place inside it, never thrown at", () => {
  fc.assert(
    fc.property(arbitraryText, (text) => {
      const parsed = parseCondition(text);
      if (parsed.ok) return;
      const { start, end } = parsed.error;
      expect(start >= 0 && start <= end && end <= text.length).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("AND binds tighter than OR, NOT tighter than AND, and brackets stay", () => {
  expect(read("a OR b AND NOT c OR d")).toBe("a OR b AND NOT c OR d");
  expect(read("(a or b) && !c")).toBe("(a OR b) AND NOT c");
  expect(read("(a AND b) AND c")).toBe("(a AND b) AND c");
});

test("keywords are read in any case and white space includes newlines", () => {
  expect(read("a\n\tNoT iN [1]\nAnD b BETWEEN 1 aNd 2")).toBe("a not in [1] AND b between 1 and 2");
});

test("products bind tighter than sums, which take from the left", () => {
  expect(read("a - b - c * -d > 1")).toBe("a - b - c * -d > 1");
  expect(read("a - (b - c) > (1 + 2) * 3")).toBe("a - (b - c) > (1 + 2) * 3");
});

test("a path goes through fields, positions and dotted positions", () => {
  expect(read("$0[1].order.0.1 > 1.5 ether")).toBe("$0[1].order.0.1 > 1.5 ether");
});

test("an unquoted text stands on the right of a comparison only", () => {
  expect(read("s == foo-bar AND t in [3crv, a-b-1]")).toBe("s == foo-bar AND t in [3crv, a-b-1]");
  expect(read("3crv == s")).toBe("syntax 0-4");
});

test("inside quotes \\', \\\", \\\\ and \\n are escapes and any other backslash is itself", () => {
  const parsed = parseCondition(String.raw`s == 'it\'s \"\\\n\d'`);
  expect(parsed.ok && parsed.ast.kind === "compare" && parsed.ast.right).toMatchObject({
    kind: "text",
    value: `it's "\\\n${String.raw`\d`}`,
  });
});

test("a fault carries where it stands", () => {
  expect(read("n == 1.2.3")).toBe("syntax 8-9");
  expect(read("n == .5")).toBe("syntax 5-6");
  expect(read("s == hello'")).toBe("syntax 10-11");
  expect(read("a = 1")).toBe("syntax 2-3");
  expect(read("a == b == c")).toBe("syntax 7-9");
  expect(read("o[abc] == 1")).toBe("syntax 2-5");
  expect(read("foo(1) == 1")).toBe("unknown_name 0-3");
  expect(read("")).toBe("syntax 0-0");
});

test("a text over 4 KiB, nesting over 32 and a list of over 1,000 are refused", () => {
  expect(read(`a == '${"x".repeat(4096)}'`)).toBe("too_long 0-4103");
  expect(read(`a == '${"é".repeat(2045)}'`)).toBe("too_long 0-2052");
  expect(read(`${"(".repeat(32)}a${")".repeat(32)}`)).toBe("a");
  expect(read(`${"(".repeat(33)}a${")".repeat(33)}`)).toMatch(/^too_deep 33-/);
  expect(read(`${"NOT ".repeat(33)}a`)).toMatch(/^too_deep/);
  expect(read(`a in [${"1,".repeat(999)}1]`)).toMatch(/^a in/);
  expect(read(`a in [${"1,".repeat(1000)}1]`)).toMatch(/^list_too_long/);
  expect(read(`a > ${"1+".repeat(128)}1`)).toMatch(/^too_deep/);
});

test("a thousand joined conditions are flat, not nested", () => {
  expect(read(`a${" OR a".repeat(800)}`)).not.toMatch(/^too_/);
});
