import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { networkModeOf } from "~/domain/networks/network-mode";
import type { Context } from "~/platform/context.server";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { type FaultNode, FaultNodeError, startFaultNode } from "../support/fault-node";
import { pendingTransaction } from "../support/fault-node/listen";
import { receiptOf, type ScriptedBlock, type ScriptedChain, serveChain } from "../support/fault-node/serve-chain";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { keepBlocks, readBlocks } from "../support/read-blocks";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";

let database: TestDatabase;
let ctx: Context;
let node: FaultNode;
let chain: ScriptedChain;
let networkId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database.url);
});
beforeEach(async () => {
  node = await startFaultNode();
  chain = serveChain(node);
  networkId = (await seedNetwork(ctx)).id;
});
afterEach(async () => {
  await node.stop();
  await ctx.db.network.deleteMany();
});
afterAll(async () => {
  await ctx?.close();
  await database?.drop();
});

const read = (kept: ReturnType<typeof keepBlocks>, tuning = {}) =>
  readBlocks(ctx, { networkId, urls: [node.url], consumers: [kept], chainId: 1, tuning });
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const mine = (blocks: number): ScriptedBlock =>
  range(1, blocks)
    .map(() => chain.mine())
    .at(-1) ?? chain.tip();

async function untilReadTo(number: number): Promise<void> {
  await waitFor(
    async () => {
      const row = await ctx.db.checkpoint.findUnique({ where: { networkId } });
      const open = await ctx.db.blockBackfill.count({ where: { finishedAt: null } });
      return Number(row?.blockNumber ?? -1) === number && open === 0;
    },
    { describe: `everything up to block ${number} is read` },
  );
}

test("skipped heads are filled in before the head, in the order of the chain", async () => {
  const kept = keepBlocks();
  await using _ = await read(kept);
  await untilReadTo(0);
  chain.announce(mine(4));
  await untilReadTo(4);
  chain.announce(mine(30));
  await untilReadTo(34);
  expect(kept.numbers("live")).toEqual(range(0, 34));
  expect(await ctx.db.blockBackfill.count()).toBe(0);
});

test("with too many skipped the head comes first and the others are back-filled beside it", async () => {
  const kept = keepBlocks();
  await using _ = await read(kept, { saveEveryBlocks: 8 });
  await untilReadTo(0);
  chain.announce(mine(100));
  await untilReadTo(100);
  expect(kept.numbers().slice(0, 3)).toEqual([0, 100, 1]);
  expect(kept.numbers("backfill")).toEqual(range(1, 99));
  const [row] = await ctx.db.blockBackfill.findMany();
  expect(row).toMatchObject({ fromBlock: 1n, toBlock: 99n, nextBlock: 100n, reason: "heads were skipped" });
});

test("live blocks are read while a back-fill is under way", async () => {
  const kept = keepBlocks();
  await using _ = await read(kept, { blocksPerSecond: 100 });
  await untilReadTo(0);
  chain.announce(mine(60));
  await waitFor(() => kept.numbers("backfill").length > 5);
  chain.announce(mine(1));
  await waitFor(() => kept.numbers().includes(61));
  expect(kept.numbers("backfill").length).toBeLessThan(50);
  await untilReadTo(61);
  expect(kept.numbers("backfill")).toEqual(range(1, 59));
});

test("a node without eth_getBlockReceipts is asked for each receipt, and not for the block's again", async () => {
  node.answer("eth_getBlockReceipts", () => {
    throw new FaultNodeError(-32601, "the method eth_getBlockReceipts does not exist");
  });
  const kept = keepBlocks();
  await using _ = await read(kept);
  await untilReadTo(0);
  const transactions = range(1, 40).map((number) => pendingTransaction(number));
  chain.announce(chain.mine(transactions));
  await untilReadTo(1);
  chain.announce(chain.mine([pendingTransaction(99)]));
  await untilReadTo(2);
  expect(kept.blocks[1]?.receipts?.size).toBe(40);
  expect(kept.blocks[2]?.receipts?.size).toBe(1);
  expect(node.requests.get("eth_getBlockReceipts")).toBe(1);
  expect(node.requests.get("eth_getTransactionReceipt")).toBe(41);
});

test("logs without topics are kept, and what is no log is left out", async () => {
  const kept = keepBlocks();
  await using _ = await read(kept);
  await untilReadTo(0);
  const one = pendingTransaction(1);
  const address = "0x00000000000000000000000000000000000000BB";
  const word = `0x${"AB".repeat(32)}`;
  const logs = [
    { address, topics: [], data: "0x", logIndex: "0x0" },
    { address, topics: [word, word], data: "0xABCD", logIndex: "0x1" },
    ...[
      null,
      7,
      {},
      { address, topics: [word, word, word, word, word], data: "0x" },
      { address, topics: [1], data: "0x" },
    ],
    ...[
      { address: "0x1", topics: [], data: "0x" },
      { address, topics: [], data: "0xabc" },
      { address, topics: "0x" },
    ],
  ];
  const block = chain.mine([one]);
  block.receipts[0] = receiptOf(one, block, { status: "0x0", logs });
  chain.announce(block);
  await untilReadTo(1);
  expect(kept.blocks[1]?.receipts?.get(one.hash)).toEqual({
    transactionHash: one.hash,
    blockHash: block.hash,
    blockNumber: 1n,
    status: "Failure",
    gasUsed: 21_000n,
    effectiveGasPrice: 1n,
    logs: [
      { address: address.toLowerCase(), topics: [], data: "0x", logIndex: 0 },
      { address: address.toLowerCase(), topics: [word.toLowerCase(), word.toLowerCase()], data: "0xabcd", logIndex: 1 },
    ],
  });
});

test("odd blocks don't stop the chain of blocks", async () => {
  const kept = keepBlocks({ receipts: false });
  await using _ = await read(kept);
  await untilReadTo(0);
  const [one, two] = [pendingTransaction(1), pendingTransaction(2)];
  node.answer("eth_getTransactionByHash", ([hash]) => (hash === two.hash ? two : null));
  chain.mine([null, 7, {}, { hash: "0x1" }, { ...one, nonce: null }, one]);
  chain.mine([two.hash, pendingTransaction(3).hash]);
  const without = chain.mine();
  delete without.block.transactions;
  chain.mine().block.transactions = "none";
  chain.announce(mine(1));
  await untilReadTo(5);
  expect(kept.blocks.map(({ transactions }) => transactions.map(({ hash }) => hash))).toEqual([
    [],
    [one.hash],
    [two.hash],
    [],
    [],
    [],
  ]);
});

test("a head that nobody knows is passed over with the next one", async () => {
  const kept = keepBlocks();
  await using _ = await read(kept);
  await untilReadTo(0);
  node.head({ number: 1, hash: `0x${"dead".repeat(16)}`, parentHash: chain.at(0).hash });
  node.head({ number: 4_000_000, hash: `0x${"beef".repeat(16)}` });
  chain.announce(mine(3));
  await untilReadTo(3);
  expect(kept.numbers()).toEqual(range(0, 3));
  expect(await ctx.db.blockBackfill.count()).toBe(0);
});

test("a head announced with another parent than it has is looked up", async () => {
  const kept = keepBlocks();
  await using _ = await read(kept);
  await untilReadTo(0);
  mine(2);
  node.head({ number: 2, hash: chain.at(2).hash, parentHash: chain.at(0).hash });
  await untilReadTo(2);
  node.head({ number: 4, hash: mine(2).hash, parentHash: `0x${"1".repeat(64)}` });
  await untilReadTo(4);
  expect(kept.numbers()).toEqual(range(0, 4));
  expect(kept.orphaned).toEqual([]);
});

test("a branch that the best endpoint doesn't follow changes nothing", async () => {
  const kept = keepBlocks();
  await using reading = await read(kept);
  await untilReadTo(0);
  const lost = mine(1);
  const won = chain.mine([], { parent: chain.at(0) });
  chain.announce(won);
  await untilReadTo(1);
  chain.announce(lost);
  chain.announce(mine(1));
  await untilReadTo(2);
  await reading.reader.idle();
  expect(kept.orphaned).toEqual([]);
  expect(kept.blocks.map(({ hash }) => hash)).toEqual([chain.at(0).hash, won.hash, chain.at(2).hash]);
});

test("a reorganisation across skipped heads leaves the old branch and back-fills the new one", async () => {
  const kept = keepBlocks();
  await using _ = await read(kept);
  await untilReadTo(0);
  chain.announce(mine(10));
  await untilReadTo(10);
  const lost = [chain.at(10), chain.at(9)].map(({ hash }) => hash);
  chain.mine([], { parent: chain.at(8) });
  chain.announce(mine(60));
  await untilReadTo(69);
  expect(kept.orphaned.map(({ hash }) => hash)).toEqual(lost);
  expect(kept.numbers("backfill")).toEqual(range(9, 68));
  const last = new Map(kept.blocks.map((block) => [Number(block.number), block.hash]));
  for (const number of range(0, 69)) expect(last.get(number)).toBe(chain.at(number).hash);
});

test("a reorganisation of blocks that are being back-filled reads the new ones", async () => {
  const kept = keepBlocks();
  await using _ = await read(kept, { blocksPerSecond: 50 });
  await untilReadTo(0);
  chain.announce(mine(50));
  await waitFor(() => kept.numbers("backfill").length > 10);
  chain.mine([], { parent: chain.at(5) });
  chain.announce(mine(50));
  await untilReadTo(56);
  const last = new Map(kept.blocks.map((block) => [Number(block.number), block.hash]));
  for (const number of range(0, 56)) expect(last.get(number)).toBe(chain.at(number).hash);
});

test("a receipt that is late holds the block up until it is there", async () => {
  const kept = keepBlocks();
  await using reading = await read(kept);
  await untilReadTo(0);
  const one = pendingTransaction(1);
  const block = chain.mine([one], { receipts: [] });
  chain.announce(block);
  await waitFor(() => reading.logged.some((line) => line.includes("not known yet")));
  expect(reading.reader.status()).toMatchObject({ checkpoint: { number: 0n }, backlogBlocks: 1 });
  block.receipts.push(receiptOf(one, block));
  chain.announce(mine(1));
  await untilReadTo(2);
  expect(kept.numbers()).toEqual([0, 1, 2]);
  expect(kept.blocks[1]?.receipts?.has(one.hash)).toBe(true);
});

test("an outage of the node ends in a back-fill of every block of it", async () => {
  const kept = keepBlocks({ receipts: false });
  await using reading = await read(kept);
  await untilReadTo(0);
  await node.stop();
  mine(80);
  await node.restart();
  await waitFor(() => reading.listener.status().endpoints[0]?.state === "live");
  await untilReadTo(80);
  expect(kept.numbers("backfill")).toEqual(range(1, 79));
  expect(kept.numbers().toSorted((a, b) => a - b)).toEqual(range(0, 80));
});

test.each(["heads_only", "silent"] as const)(
  "a network whose only node is %s is in block mode, and is read",
  async (kind) => {
    node.dialect = kind;
    const kept = keepBlocks();
    await using reading = await readBlocks(ctx, {
      ...{ networkId, urls: [node.url], consumers: [kept], chainId: 1 },
      listening: { silentAfterMs: 300, watchdogTickMs: 25 },
    });
    await waitFor(() => networkModeOf(reading.listener.status().endpoints) === "blocks");
    chain.announce(mine(2));
    await untilReadTo(2);
    expect(kept.numbers()).toEqual([0, 1, 2]);
  },
);

test("real mainnet blocks are read whole", async () => {
  const [first, second, last] = [24476000, 24476001, 24476003].map(mainnetBlock);
  if (!first || !second || !last) throw new Error("no test data");
  const kept = keepBlocks({ receipts: false });
  chain.add(first);
  node.headSilently(first);
  await using _ = await read(kept);
  await untilReadTo(first.number);
  chain.announce(chain.add(second));
  const missing = { number: 24476002, hash: last.parentHash, parentHash: second.hash, receipts: [] };
  const header = {
    ...second.block,
    number: "0x1757962",
    hash: missing.hash,
    parentHash: second.hash,
    transactions: [],
  };
  chain.add({ ...missing, block: header });
  chain.announce(chain.add(last));
  await untilReadTo(last.number);
  expect(kept.numbers("live")).toEqual(range(first.number, last.number));
  const listed = [first, second, last].map(({ block }) => (block.transactions as unknown[]).length);
  expect(kept.blocks.map(({ transactions }) => transactions.length)).toEqual([listed[0], listed[1], 0, listed[2]]);
});

function mainnetBlock(number: number): ScriptedBlock {
  const url = new URL(`../data/block-${number}.json.gz`, import.meta.url);
  const given = JSON.parse(gunzipSync(readFileSync(url)).toString()) as Record<string, unknown>;
  const block = (given.result ?? given) as Record<string, unknown>;
  return { number, hash: String(block.hash), parentHash: String(block.parentHash), block, receipts: [] };
}
