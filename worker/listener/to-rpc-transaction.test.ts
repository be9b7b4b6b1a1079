import { expect, test } from "vitest";

import { toRpcTransaction } from "./to-rpc-transaction";

const hash = `0x${"ab".repeat(32)}`;
const from = `0x${"Ab".repeat(20)}`;
const to = `0x${"Cd".repeat(20)}`;
const complete = { hash, from, to, input: "0x", value: "0x0", nonce: "0x1", gas: "0x5208" };

test("hash and addresses become lower-case", () => {
  const mixed = { ...complete, hash: `0x${"aB".repeat(32)}` };
  expect(toRpcTransaction(mixed)).toMatchObject({ hash, from: from.toLowerCase(), to: to.toLowerCase() });
});

test("a sender or target that can be none counts as missing", () => {
  for (const none of [null, 5, "", "0x1", {}, [from]]) {
    const transaction = toRpcTransaction({ ...complete, from: none, to: none });
    expect(transaction).toMatchObject({ to: null });
    expect(transaction?.from).toBeUndefined();
  }
});

test("a creation without `to`, calldata called `data` and a missing sender are completed as far as possible", () => {
  const { to: _to, from: _from, input: _input, ...rest } = complete;
  const transaction = toRpcTransaction({ ...rest, data: "0x60" });
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
    { ...complete, nonce: `0x${"1".repeat(65)}` },
    { ...complete, value: `0x${"f".repeat(65)}` },
  ];
  expect(wrong.map(toRpcTransaction)).toEqual(wrong.map(() => null));
});
