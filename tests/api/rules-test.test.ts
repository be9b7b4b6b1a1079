import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Wallet } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocketServer } from "ws";

import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import { type Anvil, startAnvil } from "../support/anvil";
import { type ApiClient, createApiClient } from "../support/api-client";

const VAULT = "0x00000000000000000000000000000000000000aa";
const SENDER = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
const KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const RENOUNCE = "0x715018a6";

let api: ApiClient;
let anvil: Anvil;
let token: string;
let networkId: string;
let watchlistId: string;

beforeAll(async () => {
  [api, anvil] = await Promise.all([createApiClient(), startAnvil()]);
  token = (await api.signIn("viewer")).token;
  // The first endpoint is dead: the other one's answer counts.
  networkId = (await seedNetwork(api.ctx, { rpcUrls: ["ws://127.0.0.1:1/v2/secret-api-key", anvil.wsUrl] })).id;
  watchlistId = (await seedWatchlistEntry(api.ctx, { networkId, address: VAULT })).id;
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
const tryIt = (body: object) => api.call("POST", "/v1/rules/test", { token, body: { network: "demo", ...body } });
const send = (fields: object) =>
  anvil.rpc<string>("eth_sendTransaction", [{ from: SENDER, to: VAULT, gas: "0x30000", ...fields }]);

test("a mined transaction is found by its hash, and the tree says why it matches", async () => {
  const txHash = await send({ data: RENOUNCE });
  const answer = await tryIt({ rule: rule(), txHash });
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body).toMatchObject({ matched: true, nearMisses: [], uncertain: null });
  expect(answer.body.explanation).toMatchObject({ result: true });
  expect(answer.body.call).toMatchObject({ selector: RENOUNCE, signature: "renounceOwnership()", depth: 0 });
  expect(answer.body.transaction).toMatchObject({ hash: txHash, status: "confirmed", value: "0" });
});

test("the one comparison that kept it from matching is marked as a near miss", async () => {
  const txHash = await send({ data: RENOUNCE, value: "0x5" });
  const answer = await tryIt({ rule: rule({ condition: "value > 10" }), txHash });
  expect(answer.body).toMatchObject({ matched: false, call: null });
  expect(answer.body.nearMisses).toHaveLength(1);
  expect(JSON.stringify(answer.body.explanation)).toContain('"nearMiss":true');
});

test("a saved rule of mined transactions sees status and gas of the receipt", async () => {
  const txHash = await send({ data: RENOUNCE });
  const { id } = await seedRule(api.ctx, { watchlistId, stage: "confirmed", condition: 'status == "Success"' });
  expect((await tryIt({ ruleId: id, txHash })).body.matched).toBe(true);
  expect((await tryIt({ ruleId: id, txHash, network: undefined })).body.matched).toBe(true);
});

test("a raw transaction is read, with the sender of its signature, and nothing is recorded", async () => {
  const fields = { chainId: 31_337, type: 2, to: VAULT, data: RENOUNCE, nonce: 7, gasLimit: 50_000, value: 1n };
  const raw = await new Wallet(KEY).signTransaction({ ...fields, maxFeePerGas: 9n, maxPriorityFeePerGas: 1n });
  const answer = await tryIt({ rule: rule({ condition: "value == 1" }), transaction: raw });
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body.matched).toBe(true);
  expect(answer.body.transaction).toMatchObject({ from: new Wallet(KEY).address, status: "pending", value: "1" });
  expect(await api.ctx.db.alert.count()).toBe(0);
  const elsewhere = await new Wallet(KEY).signTransaction({ ...fields, chainId: 1, maxFeePerGas: 9n });
  expect((await tryIt({ rule: rule(), transaction: elsewhere })).body.errors).toMatchObject([
    { pointer: "/transaction", code: "chain_mismatch" },
  ]);
});

test("a transaction object may leave out what doesn't matter", async () => {
  const { body } = await tryIt({ rule: rule(), transaction: { to: VAULT, data: RENOUNCE, value: "1000" } });
  expect(body).toMatchObject({ matched: true, transaction: { hash: null, from: null, value: "1000" } });
});

test.each([
  [{ transaction: "0xzz" }, "/transaction"],
  [{ transaction: "0x02c0" }, "/transaction"],
  [{ transaction: { to: "0x12" } }, "/transaction/to"],
  [{ transaction: { to: VAULT, value: "-1" } }, "/transaction/value"],
  [{ txHash: "0x12" }, "/txHash"],
  [{}, "/txHash"],
  [{ transaction: {}, txHash: `0x${"1".repeat(64)}` }, "/transaction"],
  [{ transaction: {}, network: "nowhere" }, "/network"],
  [{ transaction: {}, rule: { name: "x" } }, "/rule/severity"],
  [{ transaction: {}, colour: "red" }, "/colour"],
])("%j is refused at its place", async (body, pointer) => {
  const answer = await tryIt({ rule: rule(), ...body });
  expect(answer.status, answer.text).toBe(400);
  expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
});

test("an unsaved rule is checked as a saved one would be, with pointers below /rule", async () => {
  const answer = await tryIt({ rule: rule({ condition: "value >> 1" }), transaction: {} });
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toMatchObject([{ pointer: "/rule/condition", position: expect.any(Object) }]);
  const gone = await tryIt({ rule: rule({ watchlistId: api.ctx.newId() }), transaction: {} });
  expect(gone.body).toMatchObject({ status: 404, code: "watchlist_not_found" });
  expect((await tryIt({ ruleId: api.ctx.newId(), transaction: {} })).status).toBe(404);
});

test("an unknown hash is 404; nodes that don't answer are 503, and no part of their URL is told", async () => {
  const txHash = `0x${"ab".repeat(32)}`;
  expect((await tryIt({ rule: rule(), txHash })).body).toMatchObject({ status: 404, code: "transaction_not_found" });
  const dark = await seedNetwork(api.ctx, { name: "dark", rpcUrls: ["wss://user:pw-secret@127.0.0.1:1/secret-key"] });
  const answer = await tryIt({ rule: rule({ watchlistId: undefined, network: "dark" }), network: "dark", txHash });
  expect(answer.body).toMatchObject({ status: 503, code: "nodes_away" });
  expect(answer.text).not.toContain("secret");
  expect(dark.enabled).toBe(true);
});

test("a transaction that left the mempool is found in the recording", async () => {
  const hash = `0x${"cd".repeat(32)}`;
  const body = { hash, from: SENDER, to: VAULT, input: RENOUNCE, value: "0x0", nonce: "0x9", gas: "0x5208" };
  await api.ctx.db.recordedTransaction.create({ data: { networkId, hash, seenAt: new Date(), body } });
  expect((await tryIt({ rule: rule(), txHash: hash })).body).toMatchObject({ matched: true });
});

test("a node that lies, floods or stays silent is an endpoint that doesn't answer", async () => {
  const silent = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  const garbage = createServer((_request, response) => response.end("<html>nope"));
  await new Promise<void>((done) => garbage.listen(0, "127.0.0.1", done));
  const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
  const rpcUrls = [`ws://127.0.0.1:${portOf(silent)}`, `http://127.0.0.1:${portOf(garbage)}`];
  await seedNetwork(api.ctx, { name: "odd", rpcUrls });
  const whole = rule({ watchlistId: undefined, network: "odd" });
  const answer = await tryIt({ rule: whole, network: "odd", txHash: `0x${"ab".repeat(32)}` });
  expect(answer.body).toMatchObject({ status: 503, code: "nodes_away" });
  silent.close();
  garbage.close();
}, 15_000);
