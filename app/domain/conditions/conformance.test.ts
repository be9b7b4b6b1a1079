import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { answerCase } from "../../../tests/conformance/answer-case";
import { loadExtensions } from "../../../tests/conformance/extensions";
import { type Case, judgeCase } from "../../../tests/conformance/judge-case";

function differing(file: string): Case[] {
  const extensions = loadExtensions();
  const { cases } = JSON.parse(readFileSync(`tests/data/${file}`, "utf8")) as { cases: Case[] };
  return cases.filter((each) => !judgeCase(each, extensions).agrees);
}

test("what OpenZeppelin Monitor accepts means the same here", () => {
  expect(differing("expressions-conformance.json")).toEqual([]);
});

test("every type, operator, way of writing and extension answers as the language is described", () => {
  expect(differing("expressions-more.json")).toEqual([]);
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
