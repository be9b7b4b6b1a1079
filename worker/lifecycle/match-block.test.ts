import { expect, test } from "vitest";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

import { MAX_INPUT_CHARACTERS } from "../recorder/alert-draft";
import { digestInput } from "./digest-input";
import { matchBlock } from "./match-block";
import { OpenTransactions } from "./open-transactions";
import { toChanges } from "./to-changes";
import type { OpenTransaction } from "./types";

const attacker = "0x00000000000000000000000000000000000000aa";
const vault = "0x00000000000000000000000000000000000000bb";

function open(fields: Partial<OpenTransaction> = {}): OpenTransaction {
  const call = { from: attacker, nonce: 7n, to: vault, value: "0", inputDigest: digestInput("0x715018a6") };
  const state = { earlierHashes: [], isDropped: false, isReplaced: false, replacedByHash: null };
  return { alertId: "alert-1", hash: "0x01", ...call, ...state, ...fields };
}

function mined(fields: Partial<RpcTransaction> = {}): RpcTransaction {
  const call = { from: attacker, nonce: "0x7", to: vault, value: "0x0", input: "0x715018a6", gas: "0x5208" };
  return { hash: "0x01", ...call, ...fields };
}

function changes(waiting: OpenTransaction[], transactions: RpcTransaction[], failed: string[] = []) {
  const set = new OpenTransactions();
  set.replace(waiting);
  const block = { number: 12n, hash: "0xb10c", atMs: 5_000 };
  return toChanges(block, matchBlock(transactions, set), new Set(failed));
}

const block = { number: 12n, hash: "0xb10c" };
const inBlock = { alertId: "alert-1", block, atMs: 5_000, isTold: true, firstSeen: [], data: {} };

test("a mined transaction is confirmed or failed by its receipt", () => {
  expect(changes([open()], [mined()])).toEqual([{ ...inBlock, kind: "confirmed", hash: "0x01" }]);
  expect(changes([open()], [mined()], ["0x01"])).toEqual([{ ...inBlock, kind: "failed", hash: "0x01" }]);
});

test("the same call under another hash is a speed-up: confirmed or failed under the new hash", () => {
  const speedUp = mined({ hash: "0x02", maxFeePerGas: "0xff" });
  expect(changes([open()], [speedUp])).toEqual([{ ...inBlock, kind: "confirmed", hash: "0x02" }]);
  expect(changes([open({ value: "0x0", inputDigest: digestInput("0x715018A6") })], [speedUp], ["0x02"])).toMatchObject([
    { kind: "failed", hash: "0x02" },
  ]);
});

test.each([
  ["calldata", { input: "0x8456cb59" }],
  ["receiver", { to: attacker }],
  ["value", { value: "0x1" }],
  ["creation", { to: null }],
])("the same nonce with another %s is a replacement", (_name, fields) => {
  expect(changes([open()], [mined({ hash: "0x02", ...fields })])).toEqual([
    { ...inBlock, kind: "replaced", hash: "0x02", data: { isCancellation: false } },
  ]);
});

test("an empty transaction of the same nonce to oneself is a cancellation", () => {
  const cancel = mined({ hash: "0x02", to: attacker, input: "0x", value: "0x0" });
  expect(changes([open()], [cancel])).toMatchObject([
    { kind: "replaced", hash: "0x02", data: { isCancellation: true } },
  ]);
});

test("other senders, other nonces and other hashes settle nothing", () => {
  const others = [mined({ hash: "0x02", nonce: "0x8" }), mined({ hash: "0x03", from: vault })];
  expect(changes([open()], others)).toEqual([]);
});

test("every alert about the same transaction gets its outcome", () => {
  const both = [open(), open({ alertId: "alert-2" })];
  expect(changes(both, [mined()]).map(({ alertId }) => alertId)).toEqual(["alert-1", "alert-2"]);
});

test("a speed-up of calldata of which the alert keeps only the start is no replacement", () => {
  const input = `0x715018a6${"ab".repeat(100_000)}`;
  const kept = input.slice(0, MAX_INPUT_CHARACTERS);
  expect(changes([open({ inputDigest: digestInput(kept) })], [mined({ hash: "0x02", input })])).toMatchObject([
    { kind: "confirmed" },
  ]);
});
