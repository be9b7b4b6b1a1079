import { Interface } from "ethers";
import { expect, test } from "vitest";

import type { Explanation } from "~/domain/alerts/explanation";
import { plainTransaction, ruleSource, SENDER, VAULT } from "../../../tests/support/rule-source";
import { compileRule } from "./compile-rule";
import { evaluateRule } from "./evaluate-rule";
import { findNearMisses } from "./find-near-misses";
import { SignatureCache } from "./signature-cache";

const OTHER = `0x${"cd".repeat(20)}`;
const INTERFACE = new Interface([
  "function transferOwnership(address newOwner)",
  "function aggregate3((address target, bool allowFailure, bytes callData)[] calls)",
]);
const TRANSFER_OWNERSHIP = INTERFACE.encodeFunctionData("transferOwnership", [SENDER]);
const FACTS = {
  blockNumber: 1n,
  blockHash: `0x${"0b".repeat(32)}`,
  blockAtMs: 0,
  transactionIndex: 0,
  status: "Failure" as const,
  gasUsed: 1n,
  effectiveGasPrice: 1n,
};

function compiled(values: Parameters<typeof ruleSource>[0] = {}) {
  const rule = compileRule(ruleSource(values), { lists: new Map(), signatures: new SignatureCache() });
  if ("detail" in rule) throw new Error(rule.detail);
  return rule;
}

function nearMisses({ nearMiss, label, children = [] }: Explanation): string[] {
  return [...(nearMiss ? [label] : []), ...children.flatMap(nearMisses)];
}

test("everything that a rule asks is explained with the actual values, whether it holds or not", () => {
  const rule = compiled({ stage: "confirmed", condition: `newOwner != ${SENDER}` });
  const { matched, explanation, match } = evaluateRule(rule, {
    transaction: plainTransaction({ input: TRANSFER_OWNERSHIP }),
  });
  expect([matched, match]).toEqual([false, null]);
  expect(explanation.children).toMatchObject([
    { kind: "stage", result: false, expected: "confirmed", actual: "pending" },
    { kind: "address", label: "to is Treasury Vault", result: true, actual: expect.stringMatching(/^0xABaB/) },
    { kind: "selector", label: "the call is transferOwnership(address)", result: true, actual: "0xf2fde38b" },
    { kind: "comparison", result: false },
  ]);
});

test("the single comparison that kept a rule from matching is a near miss", () => {
  const wrongValue = compiled({ condition: `newOwner != ${SENDER}` });
  const transaction = plainTransaction({ input: TRANSFER_OWNERSHIP });
  const condition = evaluateRule(wrongValue, { transaction }).explanation.children?.at(-1)?.label;
  expect(nearMisses(findNearMisses(evaluateRule(wrongValue, { transaction }).explanation))).toEqual([condition]);

  const elsewhere = evaluateRule(compiled(), { transaction: { ...transaction, to: OTHER } });
  expect(nearMisses(findNearMisses(elsewhere.explanation))).toEqual(["to is Treasury Vault"]);

  const otherCall = evaluateRule(compiled(), { transaction: { ...transaction, input: "0x715018a6" } });
  expect(nearMisses(findNearMisses(otherCall.explanation))).toEqual(["the call is transferOwnership(address)"]);

  const both = evaluateRule(compiled(), { transaction: plainTransaction({ to: OTHER, input: "0x715018a6" }) });
  expect(nearMisses(findNearMisses(both.explanation))).toEqual([]);
});

test("of many calls the nearest are explained, and the one that matches is among them", () => {
  const quiet = Array.from({ length: 60 }, () => [OTHER, false, "0x715018a6"]);
  const calls = [...quiet, [VAULT, false, TRANSFER_OWNERSHIP]];
  const transaction = plainTransaction({ to: OTHER, input: INTERFACE.encodeFunctionData("aggregate3", [calls]) });
  const { matched, explanation, match } = evaluateRule(compiled(), { transaction });
  expect(matched).toBe(true);
  expect(match?.call).toMatchObject({ depth: 1, path: [{ index: 60 }] });
  expect(explanation).toMatchObject({ kind: "or", label: "one of 62 calls matches; the nearest:" });
  expect(explanation.children?.length).toBe(16);
  expect(explanation.children?.some(({ result }) => result === true)).toBe(true);
});

test("a rule of events without logs, and one of mentions without any, say what was looked for", () => {
  const event = compiled({ trigger: "event", stage: "confirmed", signature: null, event: "Paused" });
  const { matched, explanation } = evaluateRule(event, { transaction: plainTransaction(), facts: FACTS });
  expect(matched).toBe(false);
  expect(explanation.children).toMatchObject([
    { kind: "stage", result: true },
    { kind: "address", result: false, actual: "none" },
    { kind: "event", result: false, actual: "none", label: expect.stringContaining("Paused") },
  ]);
  const mention = compiled({ trigger: "mention", signature: null });
  expect(evaluateRule(mention, { transaction: plainTransaction({ to: OTHER }) }).explanation.children).toMatchObject([
    { kind: "mention", result: false, actual: "none" },
  ]);
});

test("a rule of either side shows both, and a rule that is not about transactions matches none", () => {
  const either = compiled({ side: "either", addresses: [SENDER], contractName: "Treasury" });
  const { explanation, match } = evaluateRule(either, { transaction: plainTransaction({ input: TRANSFER_OWNERSHIP }) });
  expect(match?.address).toBe(SENDER);
  expect(explanation.children?.[0]).toMatchObject({
    kind: "or",
    result: true,
    children: [
      { kind: "address", label: "to is Treasury", result: false },
      { kind: "sender", label: "from is Treasury", result: true },
    ],
  });
  const proxy = compiled({ trigger: "implementation_changed", signature: null });
  expect(evaluateRule(proxy, { transaction: plainTransaction() }).matched).toBe(false);
});

test("whatever a node says is explained, not thrown", () => {
  const odd = plainTransaction({ to: "0xnot-an-address\u202e", input: "garbage", from: "?", value: "much" });
  for (const side of ["target", "sender", "either"] as const) {
    const { matched } = evaluateRule(compiled({ side, condition: "value > 1 ether" }), { transaction: odd });
    expect(matched).toBe(false);
  }
});

test("rules on one list share it, however its addresses were written", () => {
  const shared = [VAULT.toUpperCase().replace("0X", "0x"), OTHER, VAULT];
  const [first, second] = [compiled({ addresses: shared }), compiled({ addresses: shared })];
  expect(first.addresses).toEqual([VAULT, OTHER]);
  expect(first.addresses).toBe(second.addresses);
});
