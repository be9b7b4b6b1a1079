import { pino } from "pino";
import { expect, test } from "vitest";

import type { AlertChange } from "~/domain/alerts/alert-change";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { MinedBlock, RpcRequest } from "../blocks/types";
import { RpcError, TransportError } from "../listener/rpc-errors";
import { createLifecycle } from "./create-lifecycle";
import { digestInput } from "./digest-input";
import type { OpenTransaction, RequestEach } from "./types";

const sender = "0x00000000000000000000000000000000000000aa";
const other = "0x00000000000000000000000000000000000000bb";

function hash(kind: string, number: number): string {
  return `0x${kind}${number.toString(16).padStart(63, "0")}`;
}

const quantity = (number: number) => `0x${number.toString(16)}`;

function open(number: number, fields: Partial<OpenTransaction> = {}): OpenTransaction {
  const call = { from: sender, nonce: BigInt(number), to: other, value: "0", inputDigest: digestInput("0x01") };
  const state = { earlierHashes: [], isDropped: false, isReplaced: false, replacedByHash: null };
  return { alertId: `alert-${number}`, hash: hash("a", number), ...call, ...state, ...fields };
}

function transaction(number: number, fields: Partial<RpcTransaction> = {}): RpcTransaction {
  const call = { from: sender, nonce: quantity(number), to: other, value: "0x0", input: "0x01", gas: "0x5208" };
  return { hash: hash("a", number), ...call, maxFeePerGas: "0x64", maxPriorityFeePerGas: "0xa", ...fields };
}

/** A chain and a pool in memory, answered as a node would. */
function scripted(blocks: Record<number, RpcTransaction[]> = {}) {
  const asked: string[] = [];
  const recorded: AlertChange[] = [];
  const reopened: string[] = [];
  const state = {
    open: [] as OpenTransaction[],
    pool: [] as RpcTransaction[],
    tip: 0,
    fail: null as Error | null,
    databaseFails: false,
    badReceipt: "",
    /** Branch: part of every block's hash. */
    branch: "b",
  };
  const blockOf = (number: number) => ({
    number: quantity(number),
    hash: hash(state.branch, number),
    parentHash: hash(state.branch, number - 1),
    timestamp: quantity(number),
    transactions: blocks[number] ?? [],
  });
  const find = (wanted: string) => {
    const found = Object.entries(blocks).find(
      ([at, all]) => Number(at) <= state.tip && all.some((one) => one.hash === wanted),
    );
    return found ? Number(found[0]) : null;
  };
  const receiptOf = (wanted: string, number: number) => ({
    transactionHash: wanted,
    blockHash: hash(state.branch, number),
    blockNumber: quantity(number),
    status: "0x1",
  });
  const answer = (method: string, [param, at]: unknown[]): unknown => {
    if (method === "eth_getBlockByHash") return blockOf(Number(`0x${String(param).slice(3)}`));
    if (method === "eth_getBlockByNumber") return blockOf(Number(param));
    if (method === "eth_getTransactionByHash") return state.pool.find((one) => one.hash === param) ?? null;
    if (method === "eth_getTransactionCount") {
      const until = at === "latest" ? state.tip : Number(at);
      const mined = Object.entries(blocks).filter(([number]) => Number(number) <= until);
      return quantity(Math.max(0, ...mined.flatMap(([, all]) => all.map(({ nonce }) => Number(nonce) + 1))));
    }
    if (method !== "eth_getTransactionReceipt") throw new RpcError(-32601, "unknown method");
    if (param === state.badReceipt) throw new RpcError(-32603, "internal error");
    const number = find(String(param));
    return number === null ? null : receiptOf(String(param), number);
  };
  const request = (async (method: string, params: unknown[]) => {
    asked.push(method);
    if (state.fail) throw state.fail;
    return answer(method, params);
  }) as RpcRequest;
  const withoutAnswer: { current: RequestEach | undefined } = { current: undefined };
  const lifecycle = createLifecycle({
    network: { id: "net", name: "testnet" },
    log: pino({ level: "silent" }),
    request,
    requestEach: (method, params) => (withoutAnswer.current ?? best)(method, params),
    listOpen: async () => {
      if (state.databaseFails) throw new Error("database away");
      return state.open.map((one) => ({ ...one }));
    },
    record: async (changes) => {
      if (state.databaseFails) throw new Error("database away");
      recorded.push(...changes);
      const ended = new Set(changes.filter(({ block }) => block !== null).map(({ alertId }) => alertId));
      state.open = state.open.filter(({ alertId }) => !ended.has(alertId));
    },
    reopen: async (orphaned) => void reopened.push(...orphaned.map((one) => one.hash)),
    droppedAfterBlocks: 2,
    askEveryMs: 0,
  });
  const best: RequestEach = async <T>(method: string, params: unknown[]) => [
    { ok: true as const, result: await request<T>(method, params) },
  ];
  /** Hands over blocks as the reader does, with receipts where they are wanted and `receipts` is on. */
  const reach = async (numbers: number[], { source = "live" as MinedBlock["source"], receipts = true } = {}) => {
    for (const number of numbers) {
      state.tip = Math.max(state.tip, number);
      const transactions = blocks[number] ?? [];
      const at = {
        number: BigInt(number),
        hash: hash(state.branch, number),
        parentHash: hash(state.branch, number - 1),
      };
      const block = { ...at, atMs: number * 1_000, arrivedAtMs: Date.now(), transactions, source };
      const isWanted = await lifecycle.wantsReceipts(block);
      const all = transactions.map((one) => {
        const receipt = { ...receiptOf(one.hash, number), blockNumber: BigInt(number), status: "Success" as const };
        return [one.hash, { ...receipt, gasUsed: null, effectiveGasPrice: null, logs: [] }] as const;
      });
      await lifecycle.onBlock({ ...block, receipts: isWanted && receipts ? new Map(all) : null });
      await lifecycle.idle();
    }
  };
  const known = async (...transactions: OpenTransaction[]) => {
    state.open.push(...transactions);
    lifecycle.onAlertsRecorded();
    await lifecycle.idle();
  };
  const pending = async (...transactions: RpcTransaction[]) => {
    for (const one of transactions) lifecycle.onPending(one);
    await lifecycle.idle();
  };
  return { state, asked, recorded, reopened, lifecycle, reach, known, pending, withoutAnswer };
}

test("with nothing open no node is asked, and no receipts are wanted", async () => {
  const { reach, asked, recorded } = scripted({ 2: [transaction(1)] });
  await reach([1, 2, 3]);
  expect(asked).toEqual([]);
  expect(recorded).toEqual([]);
});

test("a block's receipts that came along are used, and asked for where they did not", async () => {
  for (const receipts of [true, false]) {
    const { reach, known, asked, recorded } = scripted({ 12: [transaction(1)] });
    await known(open(1));
    await reach([12], { receipts });
    expect(recorded).toMatchObject([{ alertId: "alert-1", kind: "confirmed", block: { number: 12n }, atMs: 12_000 }]);
    expect(asked).toEqual(receipts ? [] : ["eth_getTransactionReceipt"]);
  }
});

test("blocks read after a gap settle what they hold, and ask for nothing else", async () => {
  const { reach, known, asked, recorded } = scripted({ 5: [transaction(1)] });
  await known(open(1), open(2));
  await reach([4, 5], { source: "backfill" });
  expect(recorded).toMatchObject([{ alertId: "alert-1", kind: "confirmed", block: { number: 5n } }]);
  expect(asked).toEqual([]);
});

test("while the database is away blocks go on, and what was found is written when it is back", async () => {
  const { state, reach, known, recorded, lifecycle } = scripted({ 12: [transaction(1)], 13: [transaction(2)] });
  await known(open(1), open(2));
  state.databaseFails = true;
  await reach([12, 13]);
  expect(recorded).toEqual([]);
  expect(lifecycle.status()).toEqual({ open: 0, waiting: 2 });
  state.databaseFails = false;
  await lifecycle.idle();
  expect(recorded.map(({ alertId }) => alertId)).toEqual(["alert-1", "alert-2"]);
});

test("what an alert's own past has settled is found with the next block", async () => {
  const replacement = transaction(2, { hash: hash("f", 1), input: "0x02" });
  const { state, reach, recorded } = scripted({ 12: [transaction(1)], 13: [replacement] });
  await reach([11, 12, 13]);
  state.open = [open(1), open(2)];
  await reach([14]);
  expect(recorded).toMatchObject([
    { alertId: "alert-1", kind: "confirmed", block: { number: 12n } },
    { alertId: "alert-2", kind: "replaced", hash: hash("f", 1), block: { number: 13n } },
  ]);
});

test("a receipt that no node has yet is asked for again, and holds up no other alert", async () => {
  const { state, reach, known, recorded } = scripted({ 12: [transaction(1), transaction(2)], 13: [] });
  await known(open(1), open(2));
  state.badReceipt = hash("a", 1);
  await reach([12], { receipts: false });
  expect(recorded.map(({ alertId }) => alertId)).toEqual(["alert-2"]);
  state.badReceipt = "";
  await reach([13]);
  expect(recorded[1]).toMatchObject({ alertId: "alert-1", kind: "confirmed", block: { number: 12n } });
});

test("nobody waits for a sender: his transactions are let through untouched", async () => {
  const { known, pending, recorded, asked } = scripted();
  await known(open(1));
  const { from: _from, ...nameless } = transaction(1, { hash: hash("f", 1), input: "0x02" });
  const odd = transaction(1, { hash: hash("f", 2), nonce: "0xzz" });
  await pending(transaction(2), transaction(1, { from: other, hash: hash("f", 3) }), nameless, odd, transaction(1));
  expect(recorded).toEqual([]);
  expect(asked).toEqual([]);
});

test("a higher fee is a speed-up that the alert follows; the same with a lower one is an older version", async () => {
  const { known, pending, recorded } = scripted();
  await known(open(1));
  await pending(transaction(1));
  const raise = (number: number, cap: string, tip: string) =>
    transaction(1, { hash: hash("f", number), maxFeePerGas: cap, maxPriorityFeePerGas: tip });
  await pending(raise(1, "0x6d", "0xb"), raise(2, "0x6e", "0xb"), transaction(1), raise(3, "0xff", "0xb"));
  expect(recorded).toMatchObject([
    {
      kind: "sped_up",
      hash: hash("f", 2),
      isTold: false,
      data: { earlierHash: hash("a", 1), feesBefore: { maxFeePerGas: "100" } },
    },
  ]);
});

test("what was sent before the alert could be read is seen afterwards, and what came before its transaction is not", async () => {
  const { known, pending, recorded } = scripted();
  const version = (number: number, cap: string) =>
    transaction(1, { hash: hash("f", number), input: "0x02", maxFeePerGas: cap, maxPriorityFeePerGas: cap });
  await pending(version(1, "0x10"), transaction(1), transaction(2), version(2, "0xff"));
  await known(open(1), open(3));
  expect(recorded).toMatchObject([{ alertId: "alert-1", kind: "replacing", hash: hash("f", 2), isTold: true }]);
  expect(recorded[0]?.data).toMatchObject({ feesBefore: { maxFeePerGas: "100" } });
  await known(open(4));
  expect(recorded).toHaveLength(1);
});

test("a replacement is told once; what follows is on the timeline, up to a bound", async () => {
  const { known, pending, recorded } = scripted();
  await known(open(1));
  const pauses = Array.from({ length: 40 }, (_, at) => transaction(1, { hash: hash("f", at), input: "0x8456cb59" }));
  await pending(...pauses);
  expect(recorded).toHaveLength(20);
  expect(recorded.map(({ isTold }) => isTold)).toEqual([true, ...Array(19).fill(false)]);
  expect(recorded[0]).toMatchObject({ kind: "replacing", data: { call: { signature: "pause()" } } });
});

test("an empty transaction to oneself is a cancellation; the same call again takes the replacement back", async () => {
  const { known, pending, recorded } = scripted();
  await known(open(1));
  await pending(transaction(1, { hash: hash("f", 1), to: sender, input: "0x" }));
  await pending(transaction(1, { hash: hash("f", 2), maxFeePerGas: "0xfff", maxPriorityFeePerGas: "0xff" }));
  expect(recorded.map(({ kind }) => kind)).toEqual(["cancelling", "sped_up"]);
});

test("gone from every endpoint for some blocks running, a transaction is dropped; seen again it is open", async () => {
  const { state, known, reach, recorded } = scripted();
  state.pool = [transaction(1)];
  await known(open(1));
  await reach([10, 11, 12, 13]);
  expect(recorded).toEqual([]);
  state.pool = [];
  await reach([14]);
  expect(recorded).toEqual([]);
  await reach([15]);
  expect(recorded).toMatchObject([{ kind: "dropped", block: null }]);
  for (const one of state.open) one.isDropped = true;
  state.pool = [transaction(1)];
  await reach([16, 20]);
  expect(recorded).toHaveLength(1);
  await reach([25]);
  expect(recorded[1]).toMatchObject({ kind: "reopened" });
});

test("an endpoint that fails, or none that can be asked, leads to no drop", async () => {
  const { known, reach, recorded, withoutAnswer } = scripted();
  await known(open(1));
  for (const answers of [
    [{ ok: true as const, result: null as never }, { ok: false as const }],
    [{ ok: false as const }],
    [],
  ]) {
    withoutAnswer.current = async () => answers;
    await reach([10, 11, 12, 13, 14]);
  }
  expect(recorded).toEqual([]);
});

test("a transaction whose replacement is pending is not dropped", async () => {
  const { state, known, reach, recorded } = scripted();
  state.pool = [transaction(1, { hash: hash("f", 1) })];
  await known(open(1, { replacedByHash: hash("f", 1), isReplaced: true }));
  await reach([10, 11, 12, 13]);
  expect(recorded).toEqual([]);
});

test("whose nonce was used by something that nobody can find was replaced, in no known block", async () => {
  const far = { 10: [transaction(1, { hash: hash("f", 1), input: "0x02" })] };
  const { known, reach, recorded } = scripted(far);
  await known(open(1));
  await reach([40, 41, 42]);
  expect(recorded).toMatchObject([{ kind: "replaced", hash: null, block: null }]);
});

test("more open transactions than are asked for at once take turns", async () => {
  const { state, known, reach, asked } = scripted();
  const all = Array.from({ length: 120 }, (_, number) => number);
  state.pool = all.map((number) => transaction(number));
  await known(...all.map((number) => open(number)));
  await reach([10]);
  asked.length = 0;
  await reach([11, 12, 13]);
  expect(asked.filter((method) => method === "eth_getTransactionByHash")).toHaveLength(150);
});

test("a reorganisation reopens, and an endpoint that still answers from the old branch is not believed", async () => {
  const { state, known, reach, recorded, reopened, lifecycle } = scripted({ 12: [transaction(1)] });
  await known(open(1));
  await reach([12]);
  await lifecycle.onReorganised([{ number: 12n, hash: hash("b", 12) }]);
  expect(reopened).toEqual([hash("b", 12)]);
  state.open = [open(1)];
  await reach([13]);
  expect(recorded).toHaveLength(1);
  state.branch = "c";
  await reach([12]);
  expect(recorded[1]).toMatchObject({ kind: "confirmed", block: { number: 12n, hash: hash("c", 12) } });
});

test("an unreachable node is no reason to stop", async () => {
  const { state, known, reach, recorded } = scripted({ 14: [transaction(1)] });
  await known(open(1));
  state.fail = new TransportError("gone");
  await reach([11, 12, 13]);
  state.fail = null;
  await reach([14]);
  expect(recorded).toMatchObject([{ kind: "confirmed", block: { number: 14n } }]);
});
