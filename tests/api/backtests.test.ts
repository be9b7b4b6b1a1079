import { id } from "ethers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import { startBacktests } from "../../worker/backtests/start-backtests";
import { type Anvil, startAnvil } from "../support/anvil";
import { type ApiClient, createApiClient } from "../support/api-client";
import { httpRpc } from "../support/http-rpc";
import { waitFor } from "../support/wait-for";

const VAULT = "0x00000000000000000000000000000000000000aa";
const SENDER = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
const OTHER = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";
const RENOUNCE = "0x715018a6";

let api: ApiClient;
let anvil: Anvil;
let token: string;
let network: string;
let networkId: string;
let watchlistId: string;

beforeAll(async () => {
  [api, anvil] = await Promise.all([createApiClient(), startAnvil()]);
  token = (await api.signIn("analyst")).token;
});
beforeEach(async () => {
  network = `net-${api.ctx.newId().slice(-12)}`;
  networkId = (await seedNetwork(api.ctx, { name: network, rpcUrls: [anvil.wsUrl] })).id;
  watchlistId = (await seedWatchlistEntry(api.ctx, { networkId, address: VAULT })).id;
  await api.ctx.db.job.deleteMany();
});
afterAll(async () => {
  await Promise.all([api.close(), anvil.stop()]);
});

const rule = (values: object = {}) => ({
  name: "Renounced",
  watchlistId,
  signature: "renounceOwnership",
  severity: "high",
  ...values,
});
const ask = (body: object, path = "/v1/rules/backtest") =>
  api.call("POST", path, { token, body: { network, ...body } });
const read = async (id: string) => (await api.call("GET", `/v1/jobs/${id}`, { token })).body;
const send = (fields: object = {}) =>
  anvil.rpc<string>("eth_sendTransaction", [{ from: SENDER, to: VAULT, gas: "0x30000", data: RENOUNCE, ...fields }]);
const head = async () => Number(await anvil.rpc<string>("eth_blockNumber"));
const mine = (blocks: number) => anvil.rpc("anvil_mine", [`0x${blocks.toString(16)}`]);
const work = (pace: { blocksPerSecond?: number } = { blocksPerSecond: 1_000 }) =>
  startBacktests(api.ctx, () => new Map([[networkId, httpRpc(anvil)]]), { pollMs: 20, pace });

/** Runs a worker until the job has ended. */
async function finished(id: string) {
  const worker = work();
  try {
    await waitFor(async () => ["done", "failed"].includes((await read(id)).state), { describe: "the job ends" });
  } finally {
    await worker.stop();
  }
  return read(id);
}

test("blocks are replayed: matches, days, examples, and the pages after the cooldown; nothing is alerted on", async () => {
  const fromBlock = (await head()) + 1;
  const hashes = [await send(), await send({ value: "0x1" }), await send({ data: "0x12345678" }), await send()];
  await mine(3);
  const made = await ask({ rule: rule({ cooldownSeconds: 600 }), fromBlock, toBlock: await head() });
  expect(made.status, made.text).toBe(202);
  expect(made.headers.get("Location")).toBe(`/v1/jobs/${made.body.id}`);
  expect(made.body).toMatchObject({ kind: "backtest", state: "queued", result: null, progress: { done: 0, total: 7 } });
  const job = await finished(made.body.id);
  expect(job).toMatchObject({ state: "done", error: null, progress: { done: 7, total: 7, unit: "blocks" } });
  expect(job.progress.transactions).toBe(4);
  expect(job.result).toMatchObject({ matches: 3, uncertain: 0, pages: 1, notes: [] });
  expect(job.result.perDay).toEqual([{ day: expect.any(String), matches: 3, pages: 1 }]);
  expect(job.result.examples.map((one: { txHash: string }) => one.txHash)).toEqual([hashes[0], hashes[1], hashes[3]]);
  expect(job.result.examples.map((one: { pages: boolean }) => one.pages)).toEqual([true, false, false]);
  expect(job.result.examples[0]).toMatchObject({ blockNumber: fromBlock, title: expect.stringContaining("Treasury") });
  expect(await api.ctx.db.alert.count()).toBe(0);
});

test("a saved rule is replayed as it was when it was asked for, with receipts where it needs them", async () => {
  const fromBlock = (await head()) + 1;
  await send({ value: "0x1" });
  const values = { stage: "confirmed" as const, condition: 'status == "Success" and value == 1' };
  const saved = await seedRule(api.ctx, { watchlistId, ...values });
  const made = await ask({ fromBlock, toBlock: fromBlock + 50 }, `/v1/rules/${saved.id}/backtest`);
  await api.ctx.db.rule.update({ where: { id: saved.id }, data: { condition: "value == 77" } });
  const job = await finished(made.body.id);
  expect(job, job.error).toMatchObject({
    state: "done",
    input: { ruleId: saved.id },
    result: { matches: 1, uncertain: 0 },
  });
  expect(job.result.notes).toEqual([
    `The chain ends at block ${await head()}: the rest of the range does not exist yet.`,
  ]);
});

test("events of a whole network are replayed from the receipts", async () => {
  const fromBlock = (await head()) + 1;
  // Its only act, while it is created, is to log Paused(0).
  const [topic, other] = [id("Paused(address)"), id("Unpaused(address)")];
  for (const one of [topic, other]) {
    await anvil.rpc("eth_sendTransaction", [{ from: SENDER, gas: "0x30000", data: `0x7f${one.slice(2)}60206000a1` }]);
  }
  const events = rule({ watchlistId: undefined, network, signature: undefined, event: "Paused(address)" });
  const made = await ask({ rule: events, fromBlock, toBlock: await head() });
  const job = await finished(made.body.id);
  expect(job, job.error).toMatchObject({ state: "done", result: { matches: 1, uncertain: 0, notes: [] } });
});

test("a threshold counts before it pages, and a new sender inside the cooldown pages too", async () => {
  const fromBlock = (await head()) + 1;
  for (let count = 0; count < 7; count++) await send();
  const threshold = { count: 3, windowSeconds: 3_600 };
  const counted = await ask({ rule: rule({ threshold }), fromBlock, toBlock: await head() });
  expect((await finished(counted.body.id)).result).toMatchObject({ matches: 7, pages: 2 });
  await anvil.rpc("evm_increaseTime", [30]);
  await send({ from: OTHER });
  const cooled = await ask({ rule: rule({ cooldownSeconds: 3_600 }), fromBlock, toBlock: await head() });
  expect((await finished(cooled.body.id)).result).toMatchObject({ matches: 8, pages: 2 });
});

test("the recorded mempool of the last hours is replayed; a speed-up is the same intent", async () => {
  const seen = (minutesAgo: number, nonce: number, fields: object = {}) => {
    const hash = `0x${api.ctx.newId().replaceAll("-", "").repeat(2)}`;
    const body = { hash, from: SENDER, to: VAULT, input: RENOUNCE, value: "0x0", gas: "0x5208", ...fields };
    const seenAt = new Date(Date.now() - minutesAgo * 60_000);
    const data = { networkId, hash, seenAt, body: { ...body, nonce: `0x${nonce}` } };
    return api.ctx.db.recordedTransaction.create({ data });
  };
  await seen(300, 1);
  await seen(100, 2);
  await seen(99, 2, { gasPrice: "0x99" });
  await seen(50, 3, { input: "0x" });
  await seen(10, 4);
  const made = await ask({ rule: rule(), lastHours: 2 });
  expect(made.body.progress).toMatchObject({ total: 4, unit: "transactions" });
  const job = await finished(made.body.id);
  expect(job).toMatchObject({ state: "done", result: { matches: 2, pages: 2 }, progress: { done: 4 } });
  expect(job.result.examples[0].blockNumber).toBeNull();
});

test("a job whose worker was killed is taken up where it was, and counts nothing twice", async () => {
  const fromBlock = (await head()) + 1;
  for (let count = 0; count < 6; count++) {
    await send();
    await mine(9);
  }
  const made = await ask({ rule: rule(), fromBlock, toBlock: await head() });
  const slow = work({ blocksPerSecond: 10 });
  await waitFor(async () => (await read(made.body.id)).progress.done > 5, { describe: "some blocks are done" });
  // As after a kill: nothing more is written by the first one, and it has been silent for long.
  await api.ctx.db.$executeRaw`
    UPDATE jobs SET alive_at = 'epoch', progress = progress || '{"claim": "somebody else"}' WHERE id = ${made.body.id}::uuid`;
  await waitFor(async () => (await read(made.body.id)).progress.restarts === 1, { describe: "it is taken up again" });
  await slow.stop();
  const between = await read(made.body.id);
  expect(between.state).toBe("queued");
  expect(between.progress.done).toBeGreaterThan(5);
  const job = await finished(made.body.id);
  expect(job).toMatchObject({
    state: "done",
    progress: { done: 60, transactions: 6 },
    result: { matches: 6, pages: 6 },
  });
  expect(job.result.examples).toHaveLength(6);
});

test("a cancelled job stops, and what it has found stays", async () => {
  const fromBlock = (await head()) + 1;
  await send();
  await mine(80);
  const made = await ask({ rule: rule(), fromBlock, toBlock: await head() });
  const worker = work({ blocksPerSecond: 10 });
  await waitFor(async () => (await read(made.body.id)).result?.matches === 1, { describe: "something is found" });
  const path = `/v1/jobs/${made.body.id}`;
  const viewer = (await api.signIn("viewer")).token;
  expect((await api.call("DELETE", path, { token: viewer })).status).toBe(403);
  expect((await api.call("DELETE", path, { token })).status).toBe(204);
  expect((await api.call("DELETE", path, { token })).status).toBe(204);
  const other = await ask({ rule: rule(), fromBlock, toBlock: fromBlock });
  await waitFor(async () => (await read(other.body.id)).state === "done", { describe: "the worker is free again" });
  await worker.stop();
  expect(await read(made.body.id)).toMatchObject({ state: "cancelled", result: { matches: 1 } });
  expect((await api.call("DELETE", `/v1/jobs/${api.ctx.newId()}`, { token })).status).toBe(404);
  expect((await api.call("GET", `/v1/jobs/${api.ctx.newId()}`, { token })).status).toBe(404);
});

test("a node that has no such blocks makes it fail with a reason, not with an empty result", async () => {
  const made = await ask({ rule: rule(), fromBlock: 5_000_000, toBlock: 5_000_010 });
  expect(await finished(made.body.id)).toMatchObject({
    state: "failed",
    error: expect.stringContaining("The range begins at block 5000000"),
  });
});

test.each([
  [{ fromBlock: 1 }, 400, "/toBlock"],
  [{}, 400, "/fromBlock"],
  [{ fromBlock: 9, toBlock: 8 }, 400, "/toBlock"],
  [{ fromBlock: 1, toBlock: 100_001 }, 400, "/toBlock"],
  [{ fromBlock: -1, toBlock: 1 }, 400, "/fromBlock"],
  [{ fromBlock: 1, toBlock: 1, lastHours: 1 }, 400, "/lastHours"],
  [{ lastHours: 25 }, 400, "/lastHours"],
  [{ lastHours: 1, network: "nowhere" }, 400, "/network"],
  [{ lastHours: 1, rule: { name: "x" } }, 400, "/rule/severity"],
  [{ lastHours: 1, rule: undefined }, 400, "/rule"],
])("%j is refused", async (body, status, pointer) => {
  const answer = await ask({ rule: rule(), ...body });
  expect(answer.status, answer.text).toBe(status);
  expect(answer.body.errors[0].pointer).toBe(pointer);
});

test("what could only find nothing is refused: mined rules on the mempool, changes of code", async () => {
  const mined = await ask({ rule: rule({ stage: "confirmed" }), lastHours: 1 });
  expect(mined.body.errors).toMatchObject([{ pointer: "/lastHours", code: "not_applicable" }]);
  const changed = rule({ trigger: "implementation_changed", signature: undefined });
  const code = await ask({ rule: changed, fromBlock: 0, toBlock: 1 });
  expect(code.body).toMatchObject({ status: 422, code: "not_replayable" });
  const elsewhere = await seedNetwork(api.ctx, { name: `x-${api.ctx.newId().slice(-9)}` });
  const answer = await ask({ rule: rule(), network: elsewhere.name, lastHours: 1 });
  expect(answer.body.errors).toMatchObject([{ pointer: "/network", code: "network_mismatch" }]);
});

test("an idempotency key makes one job, and ten open ones are enough", async () => {
  const headers = { "Idempotency-Key": api.ctx.newId() };
  const body = { network, rule: rule(), lastHours: 1 };
  const post = (more: object = {}) => api.call("POST", "/v1/rules/backtest", { token, body, ...more });
  const [first, again] = [await post({ headers }), await post({ headers })];
  expect(again.body.id).toBe(first.body.id);
  for (let count = 1; count < 10; count++) expect((await post()).status).toBe(202);
  expect((await post()).body).toMatchObject({ status: 409, code: "too_many_jobs" });
});
