import { expect, test } from "vitest";

import { readMainnetTransactions } from "../../../tests/bench/workload";
import { fitsItsHash } from "./fits-its-hash";

const transactions = readMainnetTransactions();

test("every tenth real transaction, of every type, fits its hash", () => {
  const some = transactions.filter((_, index) => index % 10 === 0);
  expect(new Set(some.map(({ type }) => type)).size).toBeGreaterThan(2);
  expect(some.filter((transaction) => fitsItsHash(transaction) !== true).map(({ hash }) => hash)).toEqual([]);
});

test("changed content does not", () => {
  const transaction = transactions.find(({ input, to }) => input.length > 74 && to !== null);
  if (!transaction) throw new Error("no data");
  const { hash: other } = transactions.find(({ hash }) => hash !== transaction.hash) ?? transaction;
  for (const lie of [
    { to: null },
    { input: `${transaction.input.slice(0, -1)}e` },
    { nonce: "0x1" },
    { hash: other },
  ]) {
    if (transaction.input.endsWith("e") && "input" in lie) continue;
    expect(fitsItsHash({ ...transaction, ...lie }), JSON.stringify(lie).slice(0, 80)).toBe(false);
  }
});

test("of what has no signature, or a type of another chain, nothing is said", () => {
  const [transaction] = transactions;
  if (!transaction) throw new Error("no data");
  const { r: _r, ...unsigned } = transaction;
  expect(fitsItsHash(unsigned)).toBeNull();
  expect(fitsItsHash({ ...transaction, type: "0x7e" })).toBeNull();
  expect(fitsItsHash({ ...transaction, r: "much" })).toBeNull();
});
