import { pino } from "pino";
import { expect, test, vi } from "vitest";

import { RpcError, TransportError } from "../listener/rpc-errors";
import type { BlockHead } from "../listener/types";
import { createLifecycle } from "./create-lifecycle";
import { digestInput } from "./digest-input";
import type { OpenTransaction, RpcRequest, TransactionOutcome } from "./types";

const sender = "0x00000000000000000000000000000000000000aa";

function hash(kind: string, number: number): string {
  return `0x${kind}${number.toString(16).padStart(63, "0")}`;
}

function head(number: number): BlockHead {
  return { number: BigInt(number), hash: hash("b", number), parentHash: hash("b", number - 1), atMs: number * 1_000 };
}

function open(number: number, fields: Partial<OpenTransaction> = {}): OpenTransaction {
  const call = { from: sender, nonce: BigInt(number), to: sender, value: "0", inputDigest: digestInput("0x01") };
  return { alertId: `alert-${number}`, hash: hash("a", number), ...call, ...fields };
}

function transaction(number: number, fields: Record<string, unknown> = {}) {
  const call = { from: sender, nonce: `0x${number.toString(16)}`, to: sender, value: "0x0", input: "0x01" };
  return { hash: hash("a", number), ...call, ...fields };
}

/** A chain in memory: what is in which block, answered as a node would. */
function scripted(blocks: Record<number, ReturnType<typeof transaction>[]>) {
  const asked: string[] = [];
  const recorded: TransactionOutcome[] = [];
  const skipped: { fromNumber: bigint; toNumber: bigint }[] = [];
  const state = {
    open: [] as OpenTransaction[],
    tip: 0,
    fail: null as Error | null,
    recordFails: false,
    badReceipt: "",
  };
  const blockOf = (number: number) => ({
    number: `0x${number.toString(16)}`,
    hash: hash("b", number),
    parentHash: hash("b", number - 1),
    timestamp: `0x${number.toString(16)}`,
    transactions: blocks[number] ?? [],
  });
  const find = (wanted: string) => {
    for (const [number, all] of Object.entries(blocks)) {
      const index = all.findIndex((one) => one.hash === wanted);
      if (index >= 0 && Number(number) <= state.tip) return { number: Number(number), index };
    }
    return null;
  };
  const answer = (method: string, [param, at]: unknown[]): unknown => {
    if (method === "eth_getBlockByHash") return blockOf(Number(`0x${String(param).slice(3)}`));
    if (method === "eth_getBlockByNumber") return blockOf(Number(param));
    if (method === "eth_getTransactionCount") {
      const mined = Object.entries(blocks).filter(([number]) => Number(number) <= Number(at));
      const nonces = mined.flatMap(([, all]) => all.map(({ nonce }) => Number(nonce) + 1));
      return `0x${Math.max(0, ...nonces).toString(16)}`;
    }
    if (method !== "eth_getTransactionReceipt") throw new RpcError(-32601, "unknown method");
    if (param === state.badReceipt) throw new RpcError(-32603, "internal error");
    const found = find(String(param));
    if (!found) return null;
    const blockHash = hash("b", found.number);
    return { transactionHash: param, blockHash, blockNumber: `0x${found.number.toString(16)}`, status: "0x1" };
  };
  const request = (async (method: string, params: unknown[]) => {
    asked.push(method);
    if (state.fail) throw state.fail;
    return answer(method, params);
  }) as RpcRequest;
  const lifecycle = createLifecycle({
    network: { id: "net", name: "testnet" },
    log: pino({ level: "silent" }),
    request,
    listOpen: async () => state.open,
    record: async (outcomes) => {
      if (state.recordFails) throw new Error("database away");
      recorded.push(...outcomes);
      const done = new Set(outcomes.map(({ alertId }) => alertId));
      state.open = state.open.filter(({ alertId }) => !done.has(alertId));
    },
    onSkipped: (range) => skipped.push(range),
  });
  const reach = async (...numbers: number[]) => {
    for (const number of numbers) {
      state.tip = Math.max(state.tip, number);
      lifecycle.onHead(head(number));
    }
    await lifecycle.idle();
  };
  return { state, asked, recorded, skipped, lifecycle, reach };
}

test("with nothing open no node is asked", async () => {
  const { reach, asked } = scripted({});
  await reach(1, 2, 3);
  expect(asked).toEqual([]);
});

test("skipped heads are filled in", async () => {
  const { state, reach, recorded } = scripted({
    13: [transaction(1)],
    15: [transaction(2, { input: "0x02", hash: hash("f", 1) })],
  });
  await reach(10);
  state.open = [open(1), open(2), open(3)];
  await reach(11);
  await reach(16);
  expect(recorded).toMatchObject([
    { alertId: "alert-1", kind: "confirmed", blockNumber: 13n, atMs: 13_000 },
    { alertId: "alert-2", kind: "replaced", byHash: hash("f", 1), blockNumber: 15n },
  ]);
});

test("after an error of the node or the database the same block is tried with the next head", async () => {
  const { state, reach, recorded } = scripted({ 12: [transaction(1)] });
  state.open = [open(1)];
  await reach(11);
  state.fail = new TransportError("gone");
  await reach(12);
  state.fail = null;
  state.recordFails = true;
  await reach(13);
  expect(recorded).toEqual([]);
  state.recordFails = false;
  await reach(14);
  expect(recorded).toMatchObject([{ alertId: "alert-1", kind: "confirmed", blockNumber: 12n }]);
});

test("an alert written only after the block of its transaction gets its outcome with the next head", async () => {
  const { state, reach, recorded } = scripted({ 12: [transaction(1)] });
  await reach(11, 12);
  state.open = [open(1)];
  await reach(13);
  expect(recorded).toMatchObject([{ alertId: "alert-1", kind: "confirmed", blockNumber: 12n }]);
});

test("a replacement mined before the alert was written is found", async () => {
  const { state, reach, recorded } = scripted({ 12: [transaction(1, { hash: hash("f", 1), input: "0x02" })] });
  await reach(11, 12, 13);
  state.open = [open(1)];
  await reach(14);
  expect(recorded).toMatchObject([{ alertId: "alert-1", kind: "replaced", byHash: hash("f", 1), blockNumber: 12n }]);
});

test("more skipped blocks than are read back are reported, and what they held is found by receipt", async () => {
  const { state, reach, recorded, skipped } = scripted({ 20: [transaction(1)] });
  state.open = [open(1)];
  await reach(10);
  await reach(200);
  expect(skipped).toEqual([{ fromNumber: 11n, toNumber: 136n }]);
  expect(recorded).toMatchObject([{ alertId: "alert-1", kind: "confirmed", blockNumber: 20n }]);
});

test("a height that comes again in a reorganisation is read again", async () => {
  const blocks: Parameters<typeof scripted>[0] = {};
  const { state, reach, recorded } = scripted(blocks);
  state.open = [open(1)];
  await reach(10, 11);
  blocks[11] = [transaction(1)];
  await reach(11);
  expect(recorded).toMatchObject([{ alertId: "alert-1", kind: "confirmed", blockNumber: 11n }]);
});

test("after stop nothing is asked any more", async () => {
  const { state, reach, lifecycle, asked } = scripted({});
  state.open = [open(1)];
  await lifecycle.stop();
  await reach(5);
  expect(asked).toEqual([]);
});

test("when no next head comes, a block that failed is tried again by itself", async () => {
  vi.useFakeTimers();
  try {
    const { state, reach, recorded, lifecycle } = scripted({ 12: [transaction(1)] });
    state.open = [open(1)];
    await reach(11);
    state.recordFails = true;
    await reach(12);
    state.recordFails = false;
    await vi.advanceTimersByTimeAsync(2_000);
    await lifecycle.idle();
    expect(recorded).toMatchObject([{ alertId: "alert-1", kind: "confirmed" }]);
  } finally {
    vi.useRealTimers();
  }
});

test("entries of a block that are no transactions don't keep the others from their outcomes", async () => {
  const odd = [{ from: null }, { nonce: null }, { nonce: "0xzz" }, { hash: null }, { value: "much" }];
  const entries = odd.map((fields, number) => transaction(100 + number, fields));
  const { state, reach, recorded } = scripted({ 12: [...entries, transaction(1)] });
  await reach(11);
  state.open = [open(1), open(103), open(104)];
  await reach(12);
  expect(recorded).toContainEqual(expect.objectContaining({ alertId: "alert-1", kind: "confirmed" }));
});

test("an alert whose past a node can't tell doesn't keep the others from their outcomes", async () => {
  const { state, reach, recorded } = scripted({ 12: [transaction(1)], 13: [transaction(2)] });
  state.badReceipt = hash("a", 9);
  state.open = [open(9), open(1), open(2)];
  await reach(11);
  await reach(12);
  await reach(13);
  expect(recorded.map(({ alertId }) => alertId)).toEqual(["alert-1", "alert-2"]);
});
