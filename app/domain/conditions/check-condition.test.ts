import { expect, test } from "vitest";
import { EVENT, FUNCTION, scopeOf } from "../../../tests/fuzz/workbench";
import { checkCondition } from "./check-condition";
import type { ConditionScope } from "./condition-subject";

/** Each fault as `code: the text it stands at`. */
function faults(text: string, scope: ConditionScope = scopeOf("function")): string[] {
  const check = checkCondition(text, scope);
  if (check.ok) return [];
  return check.errors.map(({ code, position }) => `${code}: ${text.slice(position.start, position.end)}`);
}

function detail(text: string, scope: ConditionScope = scopeOf("function")): string {
  const check = checkCondition(text, scope);
  return check.ok ? "" : (check.errors[0]?.detail ?? "");
}

test("the documented examples are accepted", () => {
  for (const text of [
    "value > 100 ether",
    "amount >= 1_000_000e6 AND to not in @treasury",
    `to != 0x${"56".repeat(20)}`,
    "NOT (from in @guardians)",
    "$16[0].amountIn > 10 * tx.value",
    "path contains 'execTransaction' AND selector == 0x3659cfe6",
    `role == 0x${"00".repeat(32)} OR length(data) > 1024`,
    "max_fee_per_gas > 300 gwei",
    "title matches '(?i)drain|sweep'",
    "order.amount > 5 ether",
  ]) {
    expect(faults(text)).toEqual([]);
  }
});

test("an unknown name is refused with the nearest right one", () => {
  expect(faults("amont > 5")).toEqual(["unknown_name: amont"]);
  expect(detail("amont > 5")).toContain("Did you mean amount?");
  expect(detail("order.recipent == from")).toContain("Did you mean recipient?");
  expect(detail("to in @tresury")).toContain("Did you mean @treasury?");
  expect(faults("tx.nothing > 1 AND $40 == 1")).toEqual(["unknown_name: nothing", "index_range: $40"]);
});

test("what only a mined transaction has is unknown to a pending rule, with the way out", () => {
  expect(faults("status == Success")).toEqual(["unknown_name: status"]);
  expect(detail("tx.gas_used > 5")).toContain("stage to confirmed");
  expect(faults("status == Success AND gas_used > 5", scopeOf("function", "confirmed"))).toEqual([]);
});

test("an operator that the type does not have is refused", () => {
  for (const text of [
    "to > from",
    "paused >= true",
    "title < 'b'",
    "ids > 1",
    "amount contains 1",
    "delta starts_with '-1'",
    "amount matches '1'",
    "ids in [1]",
    "length(amount) == 1",
    "amount in @treasury",
    "-to == 1",
    "title + 1 == 2",
  ]) {
    expect(faults(text)[0]).toMatch(/^operator_type/);
  }
});

test("values of another type are refused", () => {
  for (const text of ["to == 5", "title == 5", "amount == true", "amount == 'x'", "paused == 1", "to == amount"]) {
    expect(faults(text)[0]).toMatch(/^type_mismatch/);
  }
  expect(faults("amount")).toEqual(["not_boolean: amount"]);
});

test("a number that the type cannot hold is refused", () => {
  for (const text of ["small == 256", "small > -1", "delta < 8388608", "amount == 1.5", `amount < ${2n ** 256n}`]) {
    expect(faults(text)[0]).toMatch(/^number_range/);
  }
  expect(faults("amount > 0.5 wei")).toEqual(["number_malformed: 0.5 wei"]);
  expect(faults("delta >= -8388607 AND wide < 0xff")).toEqual([]);
});

test("an address of the wrong length or with a wrong checksum is refused", () => {
  expect(faults("to == 0x1234")).toEqual(["address_length: 0x1234"]);
  expect(faults("who contains 0x1234")).toEqual(["address_length: 0x1234"]);
  expect(faults("to in [0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed]")[0]).toMatch(/^address_checksum/);
  expect(faults("to == 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")).toEqual([]);
});

test("bytes of the wrong length are refused", () => {
  expect(faults("role == 0x1234")).toEqual(["bytes_length: 0x1234"]);
  expect(faults("data == 0x123")).toEqual(["bytes_length: 0x123"]);
  expect(faults("role starts_with 0x1234 AND data == 0x1234")).toEqual([]);
});

test("constant conditions are refused, also those that the type alone decides", () => {
  for (const text of [
    "1 == 1",
    "true",
    "paused OR true",
    "length('abc') > 2",
    "amount >= 0",
    "small <= 255",
    "amount == amount",
    "amount between 5 and 3",
    "amount in []",
  ]) {
    expect(faults(text)[0]).toMatch(/^constant_condition/);
  }
});

test("a value that the name never has is refused", () => {
  expect(faults("outcome == would_rever")).toEqual(["unknown_value: would_rever"]);
  expect(faults("status != Succes", scopeOf("any", "confirmed"))).toEqual(["unknown_value: Succes"]);
});

test("a position past the end of what has a fixed length is refused", () => {
  expect(faults("pair[2] == 1")).toEqual(["index_range: pair[2]"]);
  expect(faults("order.2 == 1")).toEqual(["index_range: order.2"]);
  expect(faults("ids[999] == 1")).toEqual([]);
});

test("a written array or tuple has to fit the type", () => {
  expect(faults("ids == '[1, 2]' AND order == '(1, 0x1111111111111111111111111111111111111111)'")).toEqual([]);
  expect(faults("pair == '[1]'")).toEqual(["type_mismatch: '[1]'"]);
  expect(faults(`ids == '["x"]'`)).toEqual([`type_mismatch: '["x"]'`]);
});

test("a malformed pattern and a division by zero are refused", () => {
  expect(faults("title matches '('")).toEqual(["pattern_malformed: '('"]);
  expect(faults("title matches '(?=x)'")[0]).toMatch(/^pattern_malformed/);
  expect(faults("amount / 0 > 1")).toEqual(["division_by_zero: 0"]);
});

test("all faults are told, in the order of the text", () => {
  expect(faults("amont > 5 AND small == 256 OR to == 0x12")).toEqual([
    "unknown_name: amont",
    "number_range: 256",
    "address_length: 0x12",
  ]);
});

test("a rule of any call has the transaction's names and no parameters", () => {
  expect(faults("value > 1 AND selector == 0x12345678", scopeOf("any"))).toEqual([]);
  expect(faults("$0 == 1", scopeOf("any"))).toEqual(["index_range: $0"]);
});

test("with overloads a name has to be in one of them", () => {
  const other = { ...FUNCTION, signature: "f(address)", inputs: [{ name: "owner", type: "address" }] };
  const scope = { ...scopeOf("function"), functions: [FUNCTION, other] };
  expect(faults("owner == from OR amount > 5", scope)).toEqual([]);
  expect(faults("amount > 5", scope)).toEqual([]);
  expect(faults("ownr == from", scope)).toEqual(["unknown_name: ownr"]);
});

test("an indexed parameter of a dynamic type is its hash", () => {
  const scope = scopeOf("event");
  expect(faults(`label == 0x${"00".repeat(32)} AND emitter == from AND log_index > 1`, scope)).toEqual([]);
  expect(faults("label == 'text'", scope)[0]).toMatch(/^type_mismatch/);
  expect(EVENT.inputs[1]?.type).toBe("string");
});

test("only a condition on the outcome says that it uses it", () => {
  const uses = (text: string) => {
    const check = checkCondition(text, scopeOf("function"));
    return check.ok && check.checked.usesOutcome;
  };
  expect(uses("outcome == would_revert")).toBe(true);
  expect(uses("title == 'outcome'")).toBe(false);
});
