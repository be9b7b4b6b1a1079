import { Transaction, Wallet } from "ethers";
import { expect, test } from "vitest";

import { intentOf } from "~/domain/transactions/intent";
import { readTransaction } from "./read-transaction";

const wallet = new Wallet(`0x${"11".repeat(32)}`);
const TO = "0x00000000000000000000000000000000000000aa";

function read(given: unknown) {
  const answer = readTransaction(given);
  if ("errors" in answer) throw new Error(JSON.stringify(answer.errors));
  return answer.transaction;
}

test.each([
  ["legacy", { type: 0, gasPrice: 5n, chainId: 1 }],
  ["of before EIP-155", { type: 0, gasPrice: 5n, chainId: 0 }],
  [
    "EIP-2930",
    { type: 1, gasPrice: 5n, chainId: 1, accessList: [{ address: TO, storageKeys: [`0x${"2".repeat(64)}`] }] },
  ],
  ["EIP-1559", { type: 2, maxFeePerGas: 5n, maxPriorityFeePerGas: 1n, chainId: 10 }],
  ["creation", { type: 2, maxFeePerGas: 5n, maxPriorityFeePerGas: 1n, chainId: 1, to: null }],
])("a raw transaction (%s) keeps its hash, its sender and its content", async (_name, fields) => {
  const whole = { to: TO, data: "0x715018a6", nonce: 3, gasLimit: 60_000, value: 7n, ...fields };
  const raw = await wallet.signTransaction(whole);
  const transaction = read(raw);
  expect(transaction).toMatchObject({
    hash: Transaction.from(raw).hash,
    input: "0x715018a6",
    value: "0x7",
    nonce: "0x3",
  });
  expect(transaction.from).toBe(wallet.address.toLowerCase());
  const { from: _, ...unsent } = transaction;
  expect(intentOf(unsent)?.sender).toBe(wallet.address.toLowerCase());
});

test("an unsigned raw transaction has no sender", () => {
  const { unsignedSerialized } = Transaction.from({ to: TO, value: 1n, chainId: 1, type: 2 });
  expect(read(unsignedSerialized).from).toBeUndefined();
});

test("quantities may be decimal, data may be called input, and a mixed-case address is held to its checksum", () => {
  const given = { to: "0x5FbDB2315678afecb367f032d93F642f64180aa3", data: "0xAB", value: 12, gas: "21000" };
  expect(read(given)).toMatchObject({ to: given.to.toLowerCase(), input: "0xab", value: "0xc", gas: "0x5208" });
  const wrong = readTransaction({ ...given, to: "0x5fbDB2315678afecb367f032d93F642f64180aa3" });
  expect(wrong).toMatchObject({ errors: [{ pointer: "/transaction/to", detail: expect.stringContaining("EIP-55") }] });
});

test.each([
  ["0x"],
  ["0x02"],
  ["hello"],
  [`0x02${"ff".repeat(200_000)}`],
  [`0xf8${"00".repeat(300_000)}`],
  [{ value: `0x${"f".repeat(65)}` }],
  [{ value: -1 }],
  [{ value: 1.5 }],
  [{ input: "0x123" }],
  [{ to: 7 }],
  [7],
  [null],
  [[]],
])("what is no transaction is an answer, not an exception (%#)", (given) => {
  expect(readTransaction(given)).toHaveProperty("errors");
});
