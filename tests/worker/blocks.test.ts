import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import type { Context } from "~/platform/context.server";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { type Anvil, startAnvil } from "../support/anvil";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { type Kept, keepBlocks, readBlocks, takeLease } from "../support/read-blocks";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";

/** Deploys a contract whose whole code is `revert(0, 0)`. */
const ALWAYS_REVERTS = "0x6460006000fd6000526005601bf3";
const GAS = "0x30d40";

let database: TestDatabase;
let ctx: Context;
let anvil: Anvil;
let networkId: string;
let account: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database.url);
});
beforeEach(async () => {
  anvil = await startAnvil({ noMining: true });
  const network = await seedNetwork(ctx);
  networkId = network.id;
  [account = ""] = await anvil.rpc<string[]>("eth_accounts");
});
afterEach(async () => {
  await anvil.stop();
  await ctx.db.network.deleteMany();
});
afterAll(async () => {
  await ctx?.close();
  await database?.drop();
});

const mine = (blocks = 1) => anvil.rpc("anvil_mine", [`0x${blocks.toString(16)}`]);
const send = (fields: Record<string, unknown> = {}) =>
  anvil.rpc<string>("eth_sendTransaction", [{ from: account, gas: GAS, to: account, ...fields }]);
const read = (consumers: Kept[], tuning = {}) => readBlocks(ctx, { networkId, urls: [anvil.wsUrl], consumers, tuning });
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

async function checkpoint(): Promise<number | null> {
  const row = await ctx.db.checkpoint.findUnique({ where: { networkId } });
  return row && Number(row.blockNumber);
}
async function untilReadTo(number: number): Promise<void> {
  await waitFor(
    async () =>
      (await checkpoint()) === number && (await ctx.db.blockBackfill.count({ where: { finishedAt: null } })) === 0,
    { describe: `everything up to block ${number} is read` },
  );
}

/** The canonical hash of each of these blocks. */
const hashes = (numbers: number[]) =>
  Promise.all(
    numbers.map(
      async (number) =>
        (await anvil.rpc<{ hash: string }>("eth_getBlockByNumber", [`0x${number.toString(16)}`, false])).hash,
    ),
  );

test("the first start begins at the head, and what follows is read in order with receipts that tell failures", async () => {
  await mine(5);
  const kept = keepBlocks();
  await using _ = await read([kept]);
  await untilReadTo(5);
  const creation = await send({ to: undefined, data: ALWAYS_REVERTS });
  await mine();
  await untilReadTo(6);
  const receipt = kept.blocks.at(-1)?.receipts?.get(creation);
  expect(receipt).toMatchObject({ status: "Success", blockNumber: 6n, logs: [] });
  const { contractAddress } = await anvil.rpc<{ contractAddress: string }>("eth_getTransactionReceipt", [creation]);
  const [failing, fine] = [await send({ to: contractAddress }), await send({ value: "0x1" })];
  await mine(3);
  await untilReadTo(9);
  const block = kept.blocks.find(({ number }) => number === 7n);
  expect(block?.transactions.map(({ hash }) => hash)).toEqual([failing, fine]);
  expect(block?.receipts?.get(failing)?.status).toBe("Failure");
  expect(block?.receipts?.get(fine)?.status).toBe("Success");
  expect(kept.numbers("live")).toEqual(range(5, 9));
  expect(await ctx.db.blockBackfill.count()).toBe(0);
});

test("a restart without anything missed reads on where it was", async () => {
  const kept = keepBlocks();
  {
    await using _ = await read([kept]);
    await untilReadTo(0);
    await mine(2);
    await untilReadTo(2);
  }
  {
    await using reading = await read([kept]);
    await waitFor(() => reading.reader.status().checkpoint?.number === 2n);
    await mine();
    await untilReadTo(3);
  }
  expect(kept.numbers()).toEqual([0, 1, 2, 3]);
  expect(await ctx.db.blockBackfill.count()).toBe(0);
});

test("without a consumer that wants them no receipts are asked for", async () => {
  const kept = keepBlocks({ receipts: false });
  await using _ = await read([kept]);
  await untilReadTo(0);
  await send();
  await mine();
  await untilReadTo(1);
  expect(kept.blocks.at(-1)).toMatchObject({ receipts: null, transactions: [{}] });
});

test.each([1, 2, 5])("a reorganisation of depth %i leaves the old branch, then reads the new one", async (depth) => {
  const kept = keepBlocks();
  await using _ = await read([kept]);
  await untilReadTo(0);
  await mine(8);
  await untilReadTo(8);
  const lost = (await hashes(range(9 - depth, 8))).reverse();
  kept.blocks.length = 0;
  await anvil.rpc("anvil_reorg", [depth, []]);
  await mine();
  const numbers = range(9 - depth, 9);
  await waitFor(() => kept.blocks.length >= numbers.length);
  await untilReadTo(9);
  expect(kept.orphaned.map(({ hash }) => hash)).toEqual(lost);
  expect(kept.numbers("live")).toEqual(numbers);
  expect(kept.blocks.map(({ hash }) => hash)).toEqual(await hashes(numbers));
});

test("after an outage every missed block is back-filled in order, the newest first beside them, and nothing twice", async () => {
  const kept = keepBlocks();
  {
    await using _ = await read([kept]);
    await untilReadTo(0);
    await mine(3);
    await untilReadTo(3);
  }
  for (let i = 0; i < 60; i++) {
    if (i % 10 === 0) await send({ value: "0x1" });
    await mine();
  }
  {
    await using _ = await read([kept]);
    await mine();
    await waitFor(() => kept.numbers("live").includes(64) || kept.numbers("live").includes(63));
    await untilReadTo(64);
  }
  const filled = kept.numbers("backfill");
  expect(filled).toEqual(range(4, filled.at(-1) ?? 0));
  expect(kept.numbers().sort((a, b) => a - b)).toEqual(range(0, 64));
  expect(await ctx.db.blockBackfill.findMany()).toMatchObject([{ fromBlock: 4n, reason: "no worker was running" }]);
});

test("a reader that is killed in the middle of a back-fill can write nothing more, and the next one resumes", async () => {
  const kept = keepBlocks({ receipts: false });
  {
    await using _ = await read([kept]);
    await untilReadTo(0);
  }
  await mine(120);
  const killed = await read([kept], { saveEveryBlocks: 5, blocksPerSecond: 100 });
  await mine();
  await waitFor(async () => ((await ctx.db.blockBackfill.findFirst())?.nextBlock ?? 0n) > 20n);
  await takeLease(ctx, networkId);
  const at = (await ctx.db.blockBackfill.findFirstOrThrow()).nextBlock;
  const next = keepBlocks({ receipts: false });
  await using _ = await read([next]);
  await untilReadTo(121);
  expect(next.numbers("backfill")[0]).toBe(Number(at));
  expect(next.numbers("backfill")).toEqual(range(Number(at), next.numbers("backfill").at(-1) ?? 0));
  const [row] = await ctx.db.blockBackfill.findMany();
  expect(row).toMatchObject({ fromBlock: 1n, nextBlock: (row?.toBlock ?? 0n) + 1n });
  await killed[Symbol.asyncDispose]();
});

test("a consumer that fails gets the block again, and those before it don't", async () => {
  const [first, second] = [keepBlocks(), keepBlocks()];
  await using _ = await read([first, second]);
  await untilReadTo(0);
  second.failure = new Error("database away");
  await mine();
  await waitFor(() => first.numbers().includes(1));
  expect(await checkpoint()).toBe(0);
  expect(second.numbers()).toEqual([0]);
  second.failure = null;
  await mine();
  await untilReadTo(2);
  expect(first.numbers()).toEqual([0, 1, 2]);
  expect(second.numbers()).toEqual([0, 1, 2]);
});

test("while the checkpoint can't be written blocks are read on, each once", async () => {
  const kept = keepBlocks();
  await using reading = await read([kept]);
  await untilReadTo(0);
  const token = (delta: { increment: bigint } | { decrement: bigint }) =>
    ctx.db.networkLease.update({ where: { networkId }, data: { token: delta } });
  await token({ increment: 1n });
  await mine(3);
  await waitFor(() => kept.numbers().includes(3));
  await reading.reader.idle();
  expect(await checkpoint()).toBe(0);
  await token({ decrement: 1n });
  await mine();
  await untilReadTo(4);
  expect(kept.numbers()).toEqual([0, 1, 2, 3, 4]);
});

test("a checkpoint that was reorganised out while nobody watched is left, and its branch is read anew", async () => {
  const kept = keepBlocks();
  {
    await using _ = await read([kept]);
    await mine(6);
    await untilReadTo(6);
  }
  const [lost] = await hashes([6]);
  await anvil.rpc("anvil_reorg", [3, []]);
  await mine(2);
  kept.blocks.length = 0;
  await using _ = await read([kept]);
  await mine();
  await untilReadTo(9);
  expect(kept.orphaned.map(({ hash }) => hash)).toEqual([lost]);
  const read4to9 = kept.blocks.filter(({ number }) => number >= 4n).sort((a, b) => Number(a.number - b.number));
  expect(read4to9.map(({ hash }) => hash)).toEqual(await hashes(range(4, 9)));
});

test("a chain that began anew below the checkpoint is followed from where it is", async () => {
  const kept = keepBlocks();
  {
    await using _ = await read([kept]);
    await mine(20);
    await untilReadTo(20);
  }
  await anvil.stop();
  anvil = await startAnvil({ noMining: true });
  await anvil.rpc("evm_setNextBlockTimestamp", [Math.floor(Date.now() / 1000) + 60]);
  await mine(3);
  await using _ = await read([kept]);
  await mine();
  await untilReadTo(4);
});
