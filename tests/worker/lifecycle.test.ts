import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { listAlertEvents } from "~/domain/alerts/list-alert-events.server";
import { listOpenTransactions } from "~/domain/alerts/list-open-transactions.server";
import { recordChanges } from "~/domain/alerts/record-changes.server";
import { reopenAlerts } from "~/domain/alerts/reopen-alerts.server";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { Context } from "~/platform/context.server";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { fetchBlock } from "../../worker/blocks/fetch-block";
import type { RpcRequest } from "../../worker/blocks/types";
import { createLifecycle, type Lifecycle } from "../../worker/lifecycle/create-lifecycle";
import type { RequestEach } from "../../worker/lifecycle/types";
import { toRpcTransaction } from "../../worker/listener/to-rpc-transaction";
import { type Anvil, startAnvil } from "../support/anvil";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { createTestContext } from "../support/test-context";

/** Deploys a contract whose whole code is `revert(0, 0)`. */
const ALWAYS_REVERTS = "0x6460006000fd6000526005601bf3";
const GAS = "0x30d40";
const PRICE = { cheap: "0x77359400", dear: "0xee6b2800" };
const DROPPED_AFTER_BLOCKS = 3;

let database: TestDatabase;
let ctx: Context;
let anvil: Anvil;
let lifecycle: Lifecycle;
let ids: { ruleId: string; networkId: string };
let accounts: string[];
/** Hashes of the blocks read so far, by number. */
let read: string[];
let endpointFails: boolean;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database.url);
});
afterAll(async () => {
  await ctx?.close();
  await database?.drop();
});

beforeEach(async () => {
  anvil = await startAnvil({ noMining: true });
  accounts = await anvil.rpc<string[]>("eth_accounts");
  const { id: networkId } = await seedNetwork(ctx, { name: `net-${ctx.newId().slice(-12)}` });
  const { id: ruleId } = await seedRule(ctx, { networkId });
  ids = { ruleId, networkId };
  [read, endpointFails] = [[], false];
  const requestEach: RequestEach = async <T>(method: string, params: unknown[]) => {
    const answers = [{ ok: true as const, result: await request<T>(method, params) }];
    return endpointFails ? [...answers, { ok: false as const }] : answers;
  };
  lifecycle = createLifecycle({
    network: { id: networkId, name: "anvil" },
    log: pino({ level: "silent" }),
    request,
    requestEach,
    listOpen: () => listOpenTransactions(ctx, { networkId }),
    record: (changes) => recordChanges(ctx, { networkId, changes, leaseToken: null }),
    reopen: (blocks) => reopenAlerts(ctx, { networkId, blocks, leaseToken: null }),
    droppedAfterBlocks: DROPPED_AFTER_BLOCKS,
    askEveryMs: 0,
  });
});
afterEach(async () => {
  await lifecycle.stop();
  await anvil.stop();
});

const request: RpcRequest = (method, params) => anvil.rpc(method, params);

function send(fields: Record<string, unknown>): Promise<string> {
  return anvil.rpc<string>("eth_sendTransaction", [{ from: accounts[0], gas: GAS, ...fields }]);
}

async function transactionOf(hash: string): Promise<RpcTransaction> {
  const transaction = toRpcTransaction(await anvil.rpc("eth_getTransactionByHash", [hash]));
  if (transaction === null) throw new Error("anvil does not know it");
  return transaction;
}

/** Sends it and has it announced, as the listener would. */
async function announce(fields: Record<string, unknown>): Promise<RpcTransaction> {
  const transaction = await transactionOf(await send(fields));
  lifecycle.onPending(transaction);
  return transaction;
}

/** Sends it and makes the alert that it would have got. */
async function alertOf(fields: Record<string, unknown>) {
  const transaction = await announce(fields);
  const alert = await seedAlert(ctx, {
    ...ids,
    txHash: transaction.hash,
    fromAddress: transaction.from ?? "",
    toAddress: transaction.to,
    nonce: BigInt(transaction.nonce),
    value: BigInt(transaction.value).toString(),
    input: transaction.input,
  });
  lifecycle.onAlertsRecorded();
  await lifecycle.idle();
  return alert;
}

/** Mines a block with what is pending, and hands over every block not read yet, as the reader would. */
async function mine(): Promise<void> {
  await anvil.rpc("evm_mine");
  await readBlocks();
}

async function readBlocks(): Promise<void> {
  const tip = Number(await anvil.rpc<string>("eth_blockNumber"));
  const orphaned: { number: bigint; hash: string }[] = [];
  for (let number = read.length - 1; number >= 0; number--) {
    const block = await anvil.rpc<{ hash: string } | null>("eth_getBlockByNumber", [`0x${number.toString(16)}`, false]);
    if (block?.hash === read[number]) break;
    orphaned.push({ number: BigInt(number), hash: read.pop() ?? "" });
  }
  if (orphaned.length > 0) await lifecycle.onReorganised(orphaned);
  for (let number = read.length; number <= tip; number++) {
    const fetched = await fetchBlock({ request }, { number: BigInt(number) });
    if (fetched === null) throw new Error("anvil does not know its block");
    const block = { ...fetched, arrivedAtMs: Date.now(), source: "live" as const };
    await lifecycle.wantsReceipts(block);
    await lifecycle.onBlock({ ...block, receipts: null });
    read.push(block.hash);
    await lifecycle.idle();
  }
}

const reread = ({ id }: { id: string }) => ctx.db.alert.findUniqueOrThrow({ where: { id } });
const timeline = async ({ id }: { id: string }) => {
  const events = await listAlertEvents(ctx, { alertId: id });
  return events.sort((one, other) => Number(other.kind === "created") - Number(one.kind === "created"));
};
const kinds = async (alert: { id: string }) => (await timeline(alert)).map(({ kind }) => kind);

test("a pending transaction is confirmed by the block that has it, with the block's time", async () => {
  const alert = await alertOf({ to: accounts[1], value: "0x7", data: "0x8456cb59" });
  await mine();
  const block = await anvil.rpc<{ hash: string; timestamp: string }>("eth_getBlockByNumber", ["0x1", false]);
  expect(await reread(alert)).toMatchObject({
    txStatus: "confirmed",
    blockNumber: 1n,
    blockHash: block.hash,
    confirmedAt: new Date(Number(block.timestamp) * 1_000),
  });
  expect(lifecycle.status()).toEqual({ open: 0, waiting: 0 });
});

test("a reverting transaction has failed", async () => {
  const deployment = await send({ data: ALWAYS_REVERTS });
  await mine();
  const receipt = await anvil.rpc<{ contractAddress: string }>("eth_getTransactionReceipt", [deployment]);
  const alert = await alertOf({ to: receipt.contractAddress, data: "0x715018a6" });
  await mine();
  expect(await reread(alert)).toMatchObject({ txStatus: "failed", blockNumber: 2n });
});

test("a speed-up is followed under its new hash, and confirmed under it", async () => {
  const attack = { to: accounts[5], data: "0x715018a6", nonce: "0x0" };
  const alert = await alertOf({ ...attack, gasPrice: PRICE.cheap });
  const raised = await announce({ ...attack, gasPrice: PRICE.dear });
  await lifecycle.idle();
  expect(await reread(alert)).toMatchObject({
    txStatus: "pending",
    txHash: raised.hash,
    earlierHashes: [alert.txHash],
  });
  await mine();
  expect(await reread(alert)).toMatchObject({ txStatus: "confirmed", txHash: raised.hash, isReplaced: false });
  expect(await timeline(alert)).toMatchObject([
    { kind: "created" },
    { kind: "confirmed", data: { hash: raised.hash } },
    { kind: "sped_up", data: { hash: raised.hash, earlierHash: alert.txHash, fees: { maxFeePerGas: "4000000000" } } },
  ]);
});

test("a cancellation is on the timeline while it is pending, and no flag", async () => {
  const alert = await alertOf({ to: accounts[5], data: "0x715018a6", nonce: "0x0", gasPrice: PRICE.cheap });
  const cancel = await announce({ to: accounts[0], nonce: "0x0", gasPrice: PRICE.dear });
  await mine();
  expect(await reread(alert)).toMatchObject({
    txStatus: "replaced",
    replacedByHash: cancel.hash,
    isReplaced: false,
    blockNumber: 1n,
  });
  expect(await kinds(alert)).toEqual(expect.arrayContaining(["created", "cancelling", "replaced"]));
});

test("a replacement with other calldata is flagged while it is pending, with what it calls", async () => {
  const alert = await alertOf({ to: accounts[5], data: "0x715018a6", nonce: "0x0", gasPrice: PRICE.cheap });
  const other = await announce({ to: accounts[6], data: "0x8456cb59", nonce: "0x0", gasPrice: PRICE.dear });
  await lifecycle.idle();
  expect(await reread(alert)).toMatchObject({
    txStatus: "pending",
    isReplaced: true,
    replacedByHash: other.hash,
    txHash: alert.txHash,
  });
  const replacing = (await timeline(alert)).find(({ kind }) => kind === "replacing");
  expect(replacing?.data).toMatchObject({ hash: other.hash, call: { signature: "pause()", to: accounts[6] } });
  await mine();
  expect(await reread(alert)).toMatchObject({ txStatus: "replaced", replacedByHash: other.hash, isReplaced: true });
});

test("a replacement that nobody showed before its block is found in it", async () => {
  const alert = await alertOf({ to: accounts[5], data: "0x715018a6", nonce: "0x0", gasPrice: PRICE.cheap });
  const hash = await send({ to: accounts[6], data: "0x8456cb59", nonce: "0x0", gasPrice: PRICE.dear });
  await mine();
  expect(await reread(alert)).toMatchObject({ txStatus: "replaced", replacedByHash: hash, isReplaced: true });
});

test("what has left the pool for some blocks is dropped, not before and not while an endpoint can't be asked", async () => {
  const fields = { to: accounts[5], data: "0x715018a6", nonce: "0x0", gasPrice: PRICE.dear };
  const alert = await alertOf(fields);
  await readBlocks();
  await anvil.rpc("anvil_dropTransaction", [alert.txHash]);
  endpointFails = true;
  for (let i = 0; i < DROPPED_AFTER_BLOCKS + 1; i++) await mine();
  expect((await reread(alert)).txStatus).toBe("pending");
  endpointFails = false;
  for (let i = 0; i < DROPPED_AFTER_BLOCKS - 1; i++) await mine();
  expect((await reread(alert)).txStatus).toBe("pending");
  await mine();
  expect((await reread(alert)).txStatus).toBe("dropped");
  const again = await announce(fields);
  expect(again.hash).toBe(alert.txHash);
  await lifecycle.idle();
  expect((await reread(alert)).txStatus).toBe("pending");
  expect(await kinds(alert)).toEqual(["created", "dropped", "reopened"]);
});

test("a dropped transaction that is mined after all is confirmed", async () => {
  const fields = { to: accounts[5], data: "0x715018a6", nonce: "0x0" };
  const alert = await alertOf(fields);
  await anvil.rpc("anvil_dropTransaction", [alert.txHash]);
  for (let i = 0; i < DROPPED_AFTER_BLOCKS + 1; i++) await mine();
  expect((await reread(alert)).txStatus).toBe("dropped");
  await send(fields);
  await mine();
  expect((await reread(alert)).txStatus).toBe("confirmed");
});

test("a reorganised block opens its alerts again, and the new branch settles them", async () => {
  const fields = { to: accounts[5], data: "0x715018a6", nonce: "0x0", gasPrice: PRICE.dear };
  const alert = await alertOf(fields);
  await mine();
  const { blockHash } = await reread(alert);
  await mine();
  await anvil.rpc("anvil_reorg", [2, []]);
  await readBlocks();
  expect(await reread(alert)).toMatchObject({ txStatus: "pending", blockNumber: null, confirmedAt: null });
  const known = await anvil.rpc("eth_getTransactionByHash", [alert.txHash]);
  if (known === null) await send(fields);
  await mine();
  expect(await reread(alert)).toMatchObject({ txStatus: "confirmed", txHash: alert.txHash });
  expect((await reread(alert)).blockHash).not.toBe(blockHash);
  const events = await timeline(alert);
  expect(events.filter(({ kind }) => kind === "confirmed")).toHaveLength(2);
  expect(events.find(({ kind }) => kind === "reorganised")?.data).toMatchObject({ blockHash, blockNumber: 1 });
});

test("an alert recorded only after the block of its transaction is settled with the next one", async () => {
  const hash = await send({ to: accounts[5], data: "0x715018a6" });
  const transaction = await transactionOf(hash);
  await mine();
  const { from = "", to, nonce } = transaction;
  const fields = { txHash: hash, fromAddress: from, toAddress: to, nonce: BigInt(nonce) };
  const alert = await seedAlert(ctx, { ...ids, ...fields });
  await mine();
  expect(await reread(alert)).toMatchObject({ txStatus: "confirmed", blockNumber: 1n });
});
