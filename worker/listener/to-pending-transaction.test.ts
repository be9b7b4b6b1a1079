import { expect, test } from "vitest";

import { toPendingTransaction } from "./to-pending-transaction";

const hash = `0x${"ab".repeat(32)}`;
const complete = { hash, from: "0xAb", to: "0xCd", input: "0x", value: "0x0", nonce: "0x1", gas: "0x5208" };

test("addresses become lower-case", () => {
  expect(toPendingTransaction({ ...complete })).toMatchObject({ from: "0xab", to: "0xcd" });
});

test("a creation without `to`, calldata called `data` and a missing sender are completed as far as possible", () => {
  const { to: _to, from: _from, input: _input, ...rest } = complete;
  const transaction = toPendingTransaction({ ...rest, data: "0x60" });
  expect(transaction).toMatchObject({ to: null, input: "0x60" });
  expect(transaction?.from).toBeUndefined();
});

test("what is no transaction is refused", () => {
  const wrong = [
    null,
    1,
    "0x",
    [],
    {},
    { ...complete, hash: "0x1" },
    { ...complete, input: 5 },
    { ...complete, nonce: 1 },
  ];
  expect(wrong.map(toPendingTransaction)).toEqual(wrong.map(() => null));
});
