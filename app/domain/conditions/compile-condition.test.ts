import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { arbitraryCondition, arbitraryText } from "../../../tests/fuzz/arbitrary-condition";
import { arbitrarySubject } from "../../../tests/fuzz/arbitrary-subject";
import { probe } from "../../../tests/fuzz/probe";
import { EVENT, encode, FUNCTION, INPUTS, LISTS, scopeOf, subjectOf } from "../../../tests/fuzz/workbench";
import { checkCondition } from "./check-condition";
import { compileCondition } from "./compile-condition";
import type { CompiledCondition } from "./compiled-condition";
import type { ConditionScope, ConditionSubject } from "./condition-subject";

// Hundreds of random cases on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const TO = `0x${"11".repeat(20)}`;
const WHO = `0x${"c0".repeat(20)}`;
const BIG = 2n ** 200n + 1n;

const VALUES = [
  ...[TO, BIG, 7n, -5n, 2n ** 159n, true, `0x${"AB".repeat(32)}`, "0x12345678", "0x12345678ABCD", 'Drain the "Vault"'],
  ...[
    [1n, BIG],
    [-3n, 9n],
    [WHO, TO],
    [
      [1, 2],
      [3, 4],
    ],
    ["alice", 'x","admin'],
    [5n * 10n ** 18n, WHO],
  ],
  ...[
    [
      [11n, "0xbeef", [true, false]],
      [12n, "0x", []],
    ],
    `0x${"01".repeat(24)}`,
    65536n,
  ],
];
const INPUT = `0x12345678${encode(INPUTS, VALUES)}`;

function compile(text: string, scope: ConditionScope = scopeOf("function", "confirmed")): CompiledCondition {
  const check = checkCondition(text, scope);
  if (!check.ok) throw new Error(check.errors.map((error) => error.detail).join(" "));
  return compileCondition(check.checked, LISTS);
}

function ask(text: string, subject: ConditionSubject = subjectOf(INPUT)): boolean | null {
  return compile(text).evaluate(subject);
}

/** Those that do not hold. */
const failing = (texts: readonly string[]) => texts.filter((text) => ask(text) !== true);

test("compiled, interpreted and explained give the same answer for any condition and calldata", () => {
  fc.assert(
    fc.property(arbitraryCondition, fc.array(arbitrarySubject, { minLength: 1, maxLength: 3 }), (text, subjects) => {
      probe(text, scopeOf("function"), subjects);
    }),
    { numRuns: 150 },
  );
});

test("no text and no calldata makes anything throw", () => {
  fc.assert(
    fc.property(arbitraryText, arbitrarySubject, (text, subject) => void probe(text, scopeOf("function"), [subject])),
    { numRuns: 300 },
  );
});

test("integers are exact, in arrays and tuples too", () => {
  expect(
    failing([
      `amount == ${BIG}`,
      `ids contains ${BIG}`,
      `ids[1] == ${BIG} AND NOT ids[1] == ${BIG - 1n}`,
      `ids == '[1, ${BIG}]' AND ids != '[1, ${BIG + 1n}]'`,
      "delta == -5 AND delta < 0 AND pair[0] == -3 AND wide > 1e47",
      "order.amount == 5 ether AND order.0 > 4.999999999999999999 ether",
      "$18 == 65_536 AND grid[1][0] == 3 AND grid contains 4",
      "amount - amount + small / 2 == 3 AND delta / 2 == -2 AND delta % 2 == -1",
      "amount * 1.5 > amount AND abs(delta) == 5 AND min(small, delta, 9) == -5 AND max(1, small) == 7",
      "amount == '0x100000000000000000000000000000000000000000000000001'",
    ]),
  ).toEqual([]);
});

test("every type of the ABI can be asked of", () => {
  expect(
    failing([
      `to == ${TO} AND to in [${TO.toUpperCase().replace("0X", "0x")}] AND to in @treasury`,
      `to == '${"11 ".repeat(20)}' AND to not in @guardians`,
      "paused AND paused == true AND NOT (paused == false) AND (paused == true) == paused",
      `role == 0x${"ab".repeat(32)} AND role starts_with 0xABAB`,
      "sig == 0x12345678 AND sig == selector AND selector(data) == sig",
      "data contains 0xabcd AND NOT data contains 0x4567 AND data ends_with 0xCD AND length(data) == 6",
      "data contains '4567'",
      "title contains 'VAULT' AND title starts_with drain AND lower(title) ends_with '\"vault\"' AND length(title) == 17",
      "title matches 'Dr.*V' AND NOT title matches '^dr' AND title matches '(?i)^dr'",
      `who contains ${TO} AND who contains to AND who[0] == ${WHO} AND length(who) == 2`,
      "names contains ALICE AND NOT names contains admin",
      `order.recipient == ${WHO} AND order == '(5000000000000000000, ${WHO})'`,
      "legs[0].path == 0xBEEF AND legs[1].path == 0x AND legs[0].flags[0] AND legs contains 12 AND legs contains true",
      `callback == 0x${"01".repeat(24)}`,
      "title in [abc, 'drain the \"vault\"'] AND small in [1, small] AND small between 7 and 7",
    ]),
  ).toEqual([]);
});

test("an attacker's text cannot forge an element of an array", () => {
  expect(ask("names contains 'admin'")).toBe(false);
  expect(ask(`names == '["alice", "x", "admin"]'`)).toBe(false);
  expect(ask(String.raw`names == '["alice", "x\\",\\"admin"]'`)).toBe(true);
});

test("a parameter wins over a name of the transaction, and tx. is always the transaction's", () => {
  const subject = subjectOf(INPUT);
  expect(ask(`to == ${TO} AND tx.to == ${subject.transaction.to} AND tx.value == 1 ether`, subject)).toBe(true);
});

test("of an inner call the bare names are the call's, from and tx. the transaction's", () => {
  const inner = { to: WHO, input: INPUT, value: 3n, caller: TO, depth: 2, kind: "call" as const };
  const path = [
    { to: WHO, name: "execTransaction", index: null },
    { to: TO, name: "multicall", index: 1 },
  ];
  const subject = { ...subjectOf("0xdeadbeef"), call: { ...inner, path } };
  expect(
    ask(
      `value == 3 AND caller == ${TO} AND depth == 2 AND selector == 0x12345678 AND tx.selector == 0xdeadbeef`,
      subject,
    ),
  ).toBe(true);
  expect(
    ask("path == 'execTransaction > multicall' AND path contains 'exec' AND tx.input == 0xdeadbeef", subject),
  ).toBe(true);
  expect(ask(`from == 0x${"22".repeat(20)} AND length(input) > 600`, subject)).toBe(true);
});

test("the watched contract, the network and the transaction's fees can be asked of", () => {
  expect(
    failing([
      "contract.name == vault AND contract.tags contains PROD AND contract.tags[0] == defi",
      "network == mainnet AND chain_id == 1 AND type == 2 AND nonce == 7 AND gas_limit == 21000",
      "max_fee_per_gas == 30 gwei AND max_priority_fee_per_gas <= 1 gwei AND gas_price >= 30 gwei",
      `hash == 0x${"cd".repeat(32)} AND NOT is_contract_creation`,
    ]),
  ).toEqual([]);
});

test("of a mined transaction its place and receipt can be asked of", () => {
  const mined = { blockNumber: 5n, blockHash: "0x", blockAtMs: 1_700_000_000_999, transactionIndex: 3 };
  const receipt = { status: "Failure" as const, gasUsed: 21_000n, effectiveGasPrice: null };
  const subject = subjectOf(INPUT, { mined: { ...mined, ...receipt } });
  expect(ask("status == failure AND gas_used == 21000 AND block_number == 5 AND transaction_index == 3", subject)).toBe(
    true,
  );
  expect(ask("block_timestamp == 1_700_000_000", subject)).toBe(true);
  expect(compile("effective_gas_price > 1").whyUnknown(subject)).toContain("no receipt");
  expect(compile("status == Success").whyUnknown(subjectOf(INPUT))).toContain("not in a block yet");
});

test("unknown is neither true nor false and gives way to what decides", () => {
  const past = "ids[9] == 1";
  expect(ask(past)).toBe(null);
  expect(ask(`NOT ${past}`)).toBe(null);
  expect([ask(`${past} OR paused`), ask(`paused OR ${past}`), ask(`${past} OR NOT paused`)]).toEqual([
    true,
    true,
    null,
  ]);
  expect([ask(`${past} AND NOT paused`), ask(`paused AND ${past}`)]).toEqual([false, null]);
  expect([ask("small in [ids[9], 7]"), ask("small in [ids[9], 8]"), ask("small not in [ids[9], 8]")]).toEqual([
    true,
    null,
    null,
  ]);
  expect(ask("small between ids[9] and 6")).toBe(false);
  expect(ask("small / (small - 7) == 1")).toBe(null);
  expect(compile(past).whyUnknown(subjectOf(INPUT))).toBe("It could not be evaluated: the position is past the end.");
  expect(compile("paused").whyUnknown(subjectOf(INPUT))).toBe(null);
});

test("what is not there is unknown: a sender, a call, an outcome, a list", () => {
  const subject = subjectOf(INPUT);
  const { from: _, ...transaction } = subject.transaction;
  expect(ask("from in @guardians", { ...subject, transaction })).toBe(null);
  expect(ask("amount > 5", { ...subject, call: null })).toBe(null);
  expect(ask("outcome == would_revert")).toBe(null);
  expect(ask("outcome == would_revert", subjectOf(INPUT, { outcome: "would_revert" }))).toBe(true);
  const check = checkCondition("from in @guardians", scopeOf("function"));
  expect(check.ok && compileCondition(check.checked, new Map()).evaluate(subject)).toBe(null);
});

test("a plain transfer has the empty selector", () => {
  const subject = { ...subjectOf("0x"), fn: null };
  const scope = scopeOf("any");
  expect(compile("selector == 0x12345678", scope).evaluate(subject)).toBe(false);
  expect(compile("length(input) == 0", scope).evaluate(subject)).toBe(true);
});

test("calldata that is cut leaves the arguments before the cut as they are", () => {
  const subject = subjectOf(INPUT.slice(0, 10 + 64 * 2));
  expect(ask(`amount == ${BIG}`, subject)).toBe(true);
  expect(ask("small == 7", subject)).toBe(null);
  expect(ask("length(data) > 0", subject)).toBe(null);
});

test("a call of another function leaves the parameters unknown", () => {
  const subject = subjectOf(`0xdeadbeef${INPUT.slice(10)}`, { fn: null });
  expect(ask("amount > 5", subject)).toBe(null);
  expect(ask("value == 1 ether", subject)).toBe(true);
});

test("each overload is read by its own parameters", () => {
  const other = {
    ...{ selector: "0x87654321", signature: "f(uint256,address)", name: "everything" },
    inputs: [
      { name: "amount", type: "uint256" },
      { name: "owner", type: "address" },
    ],
  };
  const scope = { ...scopeOf("function"), functions: [FUNCTION, other] };
  const condition = compile("amount == 9 OR small == 7", scope);
  const input = `0x87654321${encode(other.inputs, [9n, TO])}`;
  expect(condition.evaluate(subjectOf(input, { fn: other }))).toBe(true);
  expect(condition.evaluate(subjectOf(input, { fn: { ...other } }))).toBe(true);
  expect(condition.evaluate(subjectOf(INPUT))).toBe(true);
  expect(compile("owner != from", scope).whyUnknown(subjectOf(INPUT))).toContain("owner is no parameter");
});

test("an event's parameters come from its topics and data", () => {
  const topics = [EVENT.topic0 ?? "", `0x${"0".repeat(24)}${"22".repeat(20)}`, `0x${"ef".repeat(32)}`];
  const data = `0x${encode(
    [EVENT.inputs[2], EVENT.inputs[3]].flatMap((input) => input ?? []),
    [42n, "0xc0ffee"],
  )}`;
  const log = { address: WHO, topics, data, logIndex: 4 };
  const subject = subjectOf("0x", { fn: null, event: EVENT, log });
  const text = `amount == 42 AND from == 0x${"22".repeat(20)} AND label == 0x${"ef".repeat(32)} AND note ends_with 0xffee`;
  const condition = compile(`${text} AND $0 == from AND log_index == 4 AND emitter == ${WHO}`, scopeOf("event"));
  expect(condition.evaluate(subject)).toBe(true);
  expect(condition.evaluate({ ...subject, log: { ...log, topics: [] } })).toBe(null);
  expect(condition.evaluate({ ...subject, log: { ...log, data: "0x" } })).toBe(null);
});

test("an explanation has the actual values of every part", () => {
  const explanation = compile("amount > 5 ether AND NOT (to in @guardians OR ids[9] == 1)").explain(subjectOf(INPUT));
  expect(explanation).toMatchObject({
    kind: "and",
    result: null,
    children: [
      {
        kind: "comparison",
        label: "amount > 5 ether",
        result: true,
        expected: "> 5000000000000000000",
        actual: `${BIG}`,
      },
      {
        kind: "not",
        result: null,
        children: [
          {
            kind: "or",
            children: [
              { label: "to in @guardians", result: false, expected: "in @guardians", actual: TO },
              { label: "ids[9] == 1", result: null, actual: "unknown: the position is past the end" },
            ],
          },
        ],
      },
    ],
  });
});

test("evaluation takes time linear in the calldata", () => {
  const condition = compile("ids contains 7 OR title contains zzz OR title matches '(a|aa)+$' OR data contains 0xffee");
  const subjectOfSize = (size: number) => {
    const values = VALUES.with(8, `0x${"ab".repeat(size * 6)}`).with(9, `${"a".repeat(size * 6)}b`);
    return subjectOf(`0x12345678${encode(INPUTS, values.with(10, Array(size).fill(1n)))}`);
  };
  const [small, large] = [subjectOfSize(1_000), subjectOfSize(8_000)];
  const fastestMs = { small: Number.POSITIVE_INFINITY, large: Number.POSITIVE_INFINITY };
  // In turns, so that a busy machine slows both.
  for (let round = 0; round < 12; round += 1) {
    for (const [size, subject] of Object.entries({ small, large })) {
      const startMs = performance.now();
      expect(condition.evaluate(subject)).toBe(false);
      const key = size as keyof typeof fastestMs;
      fastestMs[key] = Math.min(fastestMs[key], performance.now() - startMs);
    }
  }
  // Eight times the input: a square law would take 64 times as long.
  expect(fastestMs.large / fastestMs.small).toBeLessThan(24);
});

test("what a condition mentions a hundred times is decoded once, and not kept", () => {
  const once = compile("length(title) > 70000");
  const often = compile(`title == x${" OR title == x".repeat(100)}`);
  const subject = subjectOf(`0x12345678${encode(INPUTS, VALUES.with(9, "é".repeat(30_000)))}`);
  const msOf = (condition: ReturnType<typeof compile>) => {
    const startMs = performance.now();
    expect(condition.evaluate(subject)).toBe(false);
    return performance.now() - startMs;
  };
  const fastest = (condition: ReturnType<typeof compile>) => {
    return Math.min(...Array.from({ length: 10 }, () => msOf(condition)));
  };
  expect(fastest(often) / fastest(once)).toBeLessThan(20);
});
