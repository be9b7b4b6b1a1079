import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";

import { printCondition } from "~/domain/conditions/print-condition";
import { answerCase } from "../../../../tests/conformance/answer-case";
import type { CaseParameter } from "../../../../tests/conformance/parameter-of";
import { TRANSACTION_NAMES, translateExpression } from "./translate-expression";

const scopeOf = (names: readonly string[]) => ({ names: new Set(names), isTransaction: false });
const TRANSACTION = { names: TRANSACTION_NAMES, isTransaction: true };

function translated(text: string, scope: Parameters<typeof translateExpression>[1]): string {
  const read = translateExpression(text, scope);
  return read.ok ? printCondition(read.node) : `refused: ${read.detail}`;
}

const TABLE: [string, string][] = [
  ["amount > 1000", "amount > 1000"],
  ["amount > 1 and to == 0xAb or flag == TRUE", "amount > 1 AND to == 0xAb OR flag == true"],
  ["(amount > 1 OR amount < 0) AND flag == false", "(amount > 1 OR amount < 0) AND flag == false"],
  ["memo contains 'it\\'s'", "memo contains 'it\\'s'"],
  ["memo == active", "memo == 'active'"],
  // A bare word is text there, though a parameter has the name.
  ["memo == to", "memo == 'to'"],
  ["memo STARTS_WITH foo-bar", "memo starts_with 'foo-bar'"],
  ["ids[0] == 10 AND order.amount >= -5", "ids[0] == 10 AND order.amount >= -5"],
];

test.each(TABLE)("%s is %s", (text, expected) => {
  const names = ["amount", "to", "flag", "memo", "ids", "order"];
  expect(translated(text, scopeOf(names))).toBe(expected);
});

test("the transaction's fields are named as such, for a parameter may have the same name", () => {
  expect(translated("value > 1 AND from != to", TRANSACTION)).toBe("tx.value > 1 AND tx.from != 'to'");
  expect(translated("gas_used >= 21000 OR input starts_with 0xa9059cbb", TRANSACTION)).toBe(
    "tx.gas_used >= 21000 OR tx.input starts_with 0xa9059cbb",
  );
});

const REFUSED = [
  ["total > 1", "total is none of the parameters"],
  ["amount", "compares a name with a value"],
  ["NOT amount > 1", "no “not”"],
  ["amount in [1, 2]", "no “in”"],
  ["amount between 1 and 2", "no “between”"],
  ["amount + 1 > 2", "a name on the left"],
  ["$0 > 2", "a name on the left"],
  ["1 > amount", "a name on the left"],
  ["amount > 1 ether", "only plain numbers"],
  ["amount > 1_000", "only plain numbers"],
  ["amount > 1e18", "only plain numbers"],
  ["memo matches 'a'", "no operator matches"],
  ["amount > lower('a')", "a plain value on the right"],
  ["amount >", ""],
] as const;

test.each(REFUSED)("%s, which never matched there, is refused with the reason", (text, reason) => {
  expect(translated(text, scopeOf(["amount", "memo"]))).toMatch(/^refused: /);
  expect(translated(text, scopeOf(["amount", "memo"]))).toContain(reason);
});

test("every expression that its own tests accept is translated, and answers as there", () => {
  const { cases } = JSON.parse(readFileSync("tests/data/expressions-conformance.json", "utf8")) as {
    cases: { expr: string; params: CaseParameter[]; expected: boolean | "error" }[];
  };
  // A position by its bare number is Stellar's: parameters of the EVM have names.
  const accepted = cases.filter(
    ({ expected, params }) => expected !== "error" && !params.some(({ name }) => /^\d/.test(name)),
  );
  const differing = accepted.filter(({ expr, params, expected }) => {
    const text = translated(expr, scopeOf(params.map(({ name }) => name)));
    return answerCase(text, params).answer !== expected;
  });
  expect(accepted.length).toBeGreaterThan(120);
  expect(differing).toEqual([]);
});

// An interpreter of theirs, for what the property below writes: names on the left, values on the right, AND before OR.
type Tree = { or: Tree[] } | { and: Tree[] } | { param: CaseParameter; op: string; value: string };

const PARAMS: CaseParameter[] = [
  { name: "amount", kind: "uint256", value: "7" },
  { name: "delta", kind: "int256", value: "-3" },
  { name: "to", kind: "address", value: `0x${"ab".repeat(20)}` },
  { name: "memo", kind: "string", value: "Amount due" },
  { name: "flag", kind: "bool", value: "true" },
];

function theirs(tree: Tree): boolean {
  if ("or" in tree) return tree.or.some(theirs);
  if ("and" in tree) return tree.and.every(theirs);
  const { param, op, value } = tree;
  const [left, right] = [param.value.toLowerCase(), value.replace(/^'|'$/g, "").toLowerCase()];
  if (op === "contains") return left.includes(right);
  if (op === "starts_with") return left.startsWith(right);
  if (op === "ends_with") return left.endsWith(right);
  if (op === "==" || op === "!=") return (left === right) === (op === "==");
  const difference = BigInt(left) - BigInt(right);
  const order = difference > 0n ? 1 : difference < 0n ? -1 : 0;
  return { ">": order > 0, ">=": order >= 0, "<": order < 0, "<=": order <= 0 }[op] ?? false;
}

function text(tree: Tree, level = 0): string {
  if ("or" in tree) {
    const inner = tree.or.map((each) => text(each, 1)).join(" OR ");
    return level > 0 ? `(${inner})` : inner;
  }
  if ("and" in tree) {
    const inner = tree.and.map((each) => text(each, 2)).join("  and ");
    return level > 1 ? `(${inner})` : inner;
  }
  return `${tree.param.name} ${tree.op} ${tree.value}`;
}

const NUMBERS = ["==", "!=", ">", ">=", "<", "<="];
const VALUES: Record<string, [ops: string[], values: string[]]> = {
  amount: [NUMBERS, ["0", "7", "8", "115792089237316195423570985008687907853269984665640564039457584007913129639935"]],
  delta: [NUMBERS, ["-3", "-4", "0", "12"]],
  to: [
    ["==", "!="],
    [`0x${"AB".repeat(20)}`, `'0x${"ab".repeat(20)}'`, `0x${"cd".repeat(20)}`],
  ],
  // Bare words that are parameters' names too.
  memo: [
    ["==", "!=", "contains", "starts_with", "ends_with"],
    ["amount", "'AMOUNT DUE'", "due", "to", "memo", "'x y'"],
  ],
  flag: [
    ["==", "!="],
    ["true", "FALSE"],
  ],
};

const leaf = fc.constantFrom(...PARAMS).chain((param): fc.Arbitrary<Tree> => {
  const [ops, values] = VALUES[param.name] ?? [[], []];
  return fc.record({ param: fc.constant(param), op: fc.constantFrom(...ops), value: fc.constantFrom(...values) });
});
const { tree } = fc.letrec<{ tree: Tree }>((tie) => {
  const several = fc.array(tie("tree"), { minLength: 2, maxLength: 3 });
  return {
    tree: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      several.map((or) => ({ or })),
      several.map((and) => ({ and })),
    ),
  };
});

test("a translated expression answers as an interpreter of theirs does", () => {
  const names = scopeOf(PARAMS.map(({ name }) => name));
  fc.assert(
    fc.property(tree, (each) => {
      const condition = translated(text(each), names);
      expect([condition, answerCase(condition, PARAMS).answer]).toEqual([condition, theirs(each)]);
    }),
    { numRuns: 500 },
  );
});
