import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { answerCase } from "../../../tests/conformance/answer-case";
import { extensionOf, loadExtensions } from "../../../tests/conformance/extensions";
import { featuresOf } from "../../../tests/conformance/features-of";
import type { CaseParameter } from "../../../tests/conformance/parameter-of";

interface Case {
  expr: string;
  params: CaseParameter[];
  expected: boolean | "error";
}

const { cases } = JSON.parse(readFileSync("tests/data/expressions-conformance.json", "utf8")) as { cases: Case[] };

test("what OpenZeppelin Monitor accepts means the same here", () => {
  const extensions = loadExtensions();
  const differing = cases.filter(({ expr, params, expected }) => {
    const { answer, ast } = answerCase(expr, params);
    if (expected !== "error") return answer !== expected;
    const isError = answer === "refused" || answer === "unknown";
    return !isError && (ast === null || extensionOf(expr, featuresOf(expr, ast, params), extensions) === null);
  });
  expect(differing).toEqual([]);
});

test("where it is wrong we are right: exact numbers in arrays, narrow types, parts of tuples", () => {
  const answer = (expr: string, kind: string, value: string) => answerCase(expr, [{ name: "x", kind, value }]).answer;
  expect(answer("x contains 18446744073709551617", "uint256[]", "[18446744073709551617]")).toBe(true);
  expect(answer("x contains 18446744073709551616", "uint256[]", "[18446744073709551617]")).toBe(false);
  expect(answer("x > 5", "uint24", "6")).toBe(true);
  expect(answer("x == -6", "int24", "-6")).toBe(true);
  expect(answer("x == 0x12345678", "bytes4", "0x12345678")).toBe(true);
  expect(answer("x[0][1] == 2", "uint256[2][]", "[[1,2]]")).toBe(true);
  expect(answer("x[1] == 'y'", "tuple", '(1,"y")')).toBe(true);
});
