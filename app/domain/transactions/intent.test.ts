import { expect, test } from "vitest";

import { readMainnetTransactions } from "../../../tests/bench/workload";
import { intentOf } from "./intent";

const transactions = readMainnetTransactions();

test("the sender of a real transaction of every type is recovered when the node leaves it out", () => {
  const types = [...new Set(transactions.map((transaction) => transaction.type))];
  expect(types.length).toBeGreaterThan(2);
  for (const type of types) {
    const ofType = transactions.filter((transaction) => transaction.type === type);
    for (const transaction of ofType.filter((_, index) => index % Math.ceil(ofType.length / 15) === 0)) {
      const { from, ...withoutSender } = transaction;
      expect(intentOf(withoutSender), `${type} ${transaction.hash}`).toEqual({
        sender: from?.toLowerCase(),
        nonce: BigInt(transaction.nonce),
      });
    }
  }
});

test("a mixed-case sender is the same intent", () => {
  const transaction = transactions[0];
  if (!transaction?.from) throw new Error("no data");
  expect(intentOf({ ...transaction, from: `0x${transaction.from.slice(2).toUpperCase()}` })).toEqual(
    intentOf(transaction),
  );
});

test("a sender that is no address, or nobody's, is not believed when the signature tells another", () => {
  const transaction = transactions[0];
  if (!transaction) throw new Error("no data");
  for (const from of ["", "0xzz", `0x${"g".repeat(40)}`, `0x${"0".repeat(40)}`]) {
    expect(intentOf({ ...transaction, from }), from).toEqual(intentOf(transaction));
  }
});

test("without sender and without a valid signature there is no intent", () => {
  const { from: _from, ...transaction } = transactions[0] ?? {
    hash: "",
    to: null,
    input: "0x",
    value: "0x0",
    nonce: "0x0",
    gas: "0x0",
  };
  const { r: _r, ...unsigned } = transaction;
  expect(intentOf(unsigned)).toBeNull();
  expect(intentOf({ ...transaction, r: "0x0" })).toBeNull();
  expect(intentOf({ ...transaction, s: `0x${"f".repeat(64)}` })).toBeNull();
});
