import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { loadNetworkEndpoints } from "~/domain/networks/load-network-endpoints.server";
import { syncConfiguredNetworks } from "~/domain/networks/sync-configured-networks.server";
import type { Context } from "~/platform/context.server";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import { type ApiClient, createApiClient } from "../support/api-client";
import { type FaultNode, startFaultNode } from "../support/fault-node";
import { freePort } from "../support/free-port";

const KEY = "s3cr3t-api-key";

let api: ApiClient;
let admin: { id: string; token: string };
let node: FaultNode;
let away: string;

beforeAll(async () => {
  api = await createApiClient();
  admin = await api.signIn("admin");
  node = await startFaultNode({ chainId: 5 });
  away = `ws://127.0.0.1:${await freePort()}/v3/${KEY}`;
});
afterEach(async () => {
  await api.ctx.db.alert.deleteMany();
  await api.ctx.db.rule.deleteMany();
  await api.ctx.db.silence.deleteMany();
  await api.ctx.db.watchlistEntry.deleteMany();
  await api.ctx.db.network.deleteMany();
});
afterAll(async () => {
  await node.stop();
  await api.close();
});

const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.call(method, path, { token: admin.token, headers, ...(body === undefined ? {} : { body }) });
const add = (body: object, query = "") => call("POST", `/v1/networks${query}`, { name: "goerli", ...body });
const problem = (answer: Awaited<ReturnType<typeof call>>) => [
  answer.status,
  answer.body.code,
  ...(answer.body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer),
];
const urls = async (id: string) =>
  (await loadNetworkEndpoints(api.ctx)).find(({ network }) => network.id === id)?.endpoints.map(({ url }) => url);

test("a network is made with the chain id that its endpoints tell, its URLs masked, and written into the audit log", async () => {
  const url = `${node.url}/v3/${KEY}`;
  const made = await add({ rpcUrls: [url], confirmations: 3, explorerUrl: "https://goerli.example/" });
  expect(made.status).toBe(201);
  expect(made.headers.get("Location")).toBe(`/v1/networks/${made.body.id}`);
  expect(made.body).toMatchObject({
    ...{ name: "goerli", chainId: 5, rpcUrls: [`127.0.0.1:${node.port}/***`], confirmations: 3, enabled: true },
    explorerUrl: "https://goerli.example",
  });
  expect(made.text).not.toContain(KEY);
  expect(await urls(made.body.id)).toEqual([url]);
  const entry = await api.ctx.db.auditLog.findFirstOrThrow({ where: { action: "network.created" } });
  expect(entry).toMatchObject({ actorId: admin.id, resourceType: "network", resourceId: made.body.id });
  expect(JSON.stringify(entry.metadata)).not.toContain(KEY);
  expect(entry.metadata).toMatchObject({ after: { name: "goerli", endpoints: [{ host: `127.0.0.1:${node.port}` }] } });
  expect((await call("GET", `/v1/networks/${made.body.id}`)).headers.get("ETag")).toBe(made.headers.get("ETag"));
});

test("endpoints of another chain are refused, by name; one that is away is taken unless it has to answer", async () => {
  const wrong = await add({ chainId: 1, rpcUrls: [away, node.url] });
  expect(problem(wrong)).toEqual([422, "chain_id_mismatch", "/rpcUrls/1"]);
  expect(problem(await add({ rpcUrls: [away] }))).toEqual([422, "endpoint_unreachable", "/rpcUrls/0"]);
  const strict = await add({ chainId: 5, rpcUrls: [node.url, away] }, "?verify=true");
  expect(problem(strict)).toEqual([422, "endpoint_unreachable", "/rpcUrls/1"]);
  expect(strict.text).not.toContain(KEY);
  expect((await add({ chainId: 5, rpcUrls: [node.url, away] })).status).toBe(201);
  const asked = node.accepted;
  expect((await add({ name: "unasked", chainId: 1, rpcUrls: [node.url] }, "?verify=false")).status).toBe(201);
  expect(node.accepted).toBe(asked);
});

test("what is no URL of a node, and every other wrong field, is named; nothing is made", async () => {
  const bad = ["file:///etc/passwd", "not a url", "javascript:alert(1)", "ws://node.example/#x", node.url];
  const answer = await add({ rpcUrls: bad });
  expect(problem(answer)).toEqual([400, "invalid_input", ...[0, 1, 2, 3].map((index) => `/rpcUrls/${index}`)]);
  expect(answer.text).not.toContain("passwd");
  const fields = { rpcUrls: [], confirmations: 0, chainId: 1.5, explorerUrl: "javascript:1", color: "red" };
  const wrong = await call("POST", "/v1/networks", { name: "No Good", ...fields });
  expect(problem(wrong).slice(2).sort()).toEqual(
    ["/chainId", "/color", "/confirmations", "/explorerUrl", "/name", "/rpcUrls"].sort(),
  );
  expect(await api.ctx.db.network.count()).toBe(0);
});

test("a name is given once, also to two who ask at the same time", async () => {
  const body = { chainId: 5, rpcUrls: [node.url] };
  const answers = await Promise.all([add(body), add(body), add(body)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  const refused = answers.find(({ status }) => status === 409);
  expect(refused && problem(refused)).toEqual([409, "duplicate_name", "/name"]);
});

test("only admins write, and a network is not found under another's id", async () => {
  const { body } = await add({ rpcUrls: [node.url] });
  for (const role of ["viewer", "analyst"] as const) {
    const { token } = await api.signIn(role);
    for (const [method, path] of [
      ["POST", "/v1/networks"],
      ["PATCH", `/v1/networks/${body.id}`],
      ["DELETE", `/v1/networks/${body.id}`],
      ["POST", "/v1/networks/test"],
    ] as const) {
      expect((await api.call(method, path, { token, body: {} })).status).toBe(403);
    }
  }
  expect((await call("PATCH", `/v1/networks/${api.ctx.newId()}`, { enabled: false })).status).toBe(404);
  expect((await call("DELETE", `/v1/networks/${api.ctx.newId()}`)).status).toBe(404);
});

test("a change keeps what it does not name, and URLs that are sent back as shown", async () => {
  const [one, two] = [`${node.url}/${KEY}`, `wss://two.example/${KEY}`];
  const { body } = await add({ chainId: 5, rpcUrls: [one, two], confirmations: 3 });
  const path = `/v1/networks/${body.id}`;
  const patched = await call("PATCH", path, { confirmations: 7 });
  expect([patched.status, patched.body.confirmations]).toEqual([200, 7]);
  expect(await urls(body.id)).toEqual([one, two]);
  const three = "wss://three.example/key";
  const replaced = await call("PATCH", path, { rpcUrls: ["two.example/***", three] });
  expect(replaced.body.rpcUrls).toEqual(["two.example/***", "three.example/***"]);
  expect((await urls(body.id))?.sort()).toEqual([three, two].sort());
  // The earlier one comes back with its history.
  const endpoints = await api.ctx.db.endpoint.count();
  await call("PATCH", path, { rpcUrls: [one, "two.example/***"] });
  expect(await urls(body.id)).toEqual([one, two]);
  expect(await api.ctx.db.endpoint.count()).toBe(endpoints);
  expect(problem(await call("PATCH", path, { rpcUrls: ["nobody.example/***"] }))).toEqual([
    ...[400, "invalid_input", "/rpcUrls/0"],
  ]);
  expect(problem(await call("PATCH", path, { name: "other" }))).toEqual([400, "invalid_input", "/name"]);
  expect(problem(await call("PATCH", path, { rpcUrls: [`${node.url}/x`], chainId: 6 }))).toEqual([
    ...[422, "chain_id_mismatch", "/rpcUrls/0"],
  ]);
  const twins = [`${node.url}/a`, `${node.url}/b`];
  await call("PATCH", path, { rpcUrls: twins });
  const mask = `127.0.0.1:${node.port}/***`;
  expect(problem(await call("PATCH", path, { rpcUrls: [mask] }))).toEqual([400, "invalid_input", "/rpcUrls/0"]);
  expect((await call("PATCH", path, { rpcUrls: [mask, mask] })).status).toBe(200);
  expect(await urls(body.id)).toEqual(twins);
  const audit = await api.ctx.db.auditLog.findMany({ where: { action: "network.updated" } });
  expect(audit[0]?.metadata).toMatchObject({ before: { confirmations: 3 }, after: { confirmations: 7 } });
});

test("a new chain id has to be that of the endpoints which stay, and none is taken once there are alerts", async () => {
  const { body } = await add({ rpcUrls: [node.url] });
  const path = `/v1/networks/${body.id}`;
  expect(problem(await call("PATCH", path, { chainId: 6 }))).toEqual([422, "chain_id_mismatch", "/chainId"]);
  expect((await call("PATCH", `${path}?verify=false`, { chainId: 6 })).body.chainId).toBe(6);
  const rule = await seedRule(api.ctx, { networkId: body.id });
  await seedAlert(api.ctx, { ruleId: rule.id, networkId: body.id });
  expect(problem(await call("PATCH", path, { chainId: 5 }))).toEqual([409, "chain_id_changed", "/chainId"]);
});

test("a stale ETag changes nothing", async () => {
  const { body, headers } = await add({ chainId: 5, rpcUrls: [away] });
  const path = `/v1/networks/${body.id}`;
  const ifMatch = { "If-Match": headers.get("ETag") ?? "" };
  expect((await call("PATCH", path, { confirmations: 2 }, ifMatch)).status).toBe(200);
  expect((await call("PATCH", path, { confirmations: 4 }, ifMatch)).status).toBe(412);
  expect((await call("DELETE", path, undefined, ifMatch)).status).toBe(412);
  expect((await call("GET", path)).body.confirmations).toBe(2);
});

test("a network in use is not deleted, and the answer says what uses it; an unused one is gone with all that is its own", async () => {
  const { body } = await add({ rpcUrls: [node.url] });
  const path = `/v1/networks/${body.id}`;
  const networkId = body.id as string;
  await seedWatchlistEntry(api.ctx, { networkId });
  const rule = await seedRule(api.ctx, { networkId });
  await seedAlert(api.ctx, { ruleId: rule.id, networkId });
  const refused = await call("DELETE", path);
  expect(problem(refused)).toEqual([409, "network_in_use"]);
  for (const word of ["1 watched contract", "1 rule", "alerts"]) expect(refused.body.detail).toContain(word);
  await api.ctx.db.alert.deleteMany();
  await api.ctx.db.watchlistEntry.deleteMany();
  await api.ctx.db.rule.updateMany({ data: { deletedAt: new Date() } });
  await api.ctx.db.coverageDay.create({ data: { scopeId: networkId, day: new Date(0), networkId } });
  expect((await call("DELETE", path)).status).toBe(204);
  expect((await call("GET", path)).status).toBe(404);
  expect(await api.ctx.db.endpoint.count()).toBe(0);
  expect(await api.ctx.db.coverageDay.count()).toBe(0);
  expect(await api.ctx.db.auditLog.count({ where: { action: "network.deleted", resourceId: networkId } })).toBe(1);
});

test("whoever watches something on a network while it is deleted is refused, or keeps it", async () => {
  const network = await seedNetwork(api.ctx);
  const writes = Array.from({ length: 8 }, (_, index) =>
    seedWatchlistEntry(api.ctx, { networkId: network.id, address: `0x${String(index).repeat(40)}` }).then(
      () => "made",
      () => "refused",
    ),
  );
  const [deleted, ...made] = await Promise.all([call("DELETE", `/v1/networks/${network.id}`), ...writes]);
  const entries = await api.ctx.db.watchlistEntry.count();
  expect(deleted?.status).toBe(entries === 0 ? 204 : 409);
  expect(made.filter((end) => end === "made")).toHaveLength(entries);
});

test("what an admin changed stays over a start, but for what SENTINEL_NETWORKS gives", async () => {
  const given = { name: "goerli", chainId: 5, rpcUrls: [node.url] };
  const restarted: Context = { ...api.ctx, env: { ...api.ctx.env, SENTINEL_NETWORKS: [given] } };
  await syncConfiguredNetworks(restarted);
  const { id } = await api.ctx.db.network.findUniqueOrThrow({ where: { name: "goerli" } });
  const change = {
    enabled: false,
    confirmations: 9,
    explorerUrl: "https://own.example",
    rpcUrls: [`${node.url}/more`],
  };
  expect((await call("PATCH", `/v1/networks/${id}`, change)).status).toBe(200);
  const own = await add({ name: "own", chainId: 5, rpcUrls: [away] });
  await syncConfiguredNetworks(restarted);
  const after = (await call("GET", `/v1/networks/${id}`)).body;
  expect(after).toMatchObject({ enabled: false, confirmations: 9, explorerUrl: "https://own.example" });
  expect(after.rpcUrls).toEqual([`127.0.0.1:${node.port}/***`]);
  expect(await urls(own.body.id)).toEqual([away]);
});

test("a node is asked what it is, and nothing of what it is not is passed on", async () => {
  const ask = async (url: string) => (await call("POST", "/v1/networks/test", { url })).body;
  expect(await ask(node.url)).toMatchObject({ ok: true, chainId: 5, subscription: "pending", latestBlock: 1 });
  expect(await ask(away)).toMatchObject({ ok: false, chainId: null, detail: expect.stringContaining("reached") });
  expect((await ask("ftp://node.example")).ok).toBe(false);
  const secret = createServer((_, response) => response.end('{"result": "instance-credentials", "error": null}'));
  await new Promise<void>((done) => secret.listen(0, "127.0.0.1", done));
  const { port } = secret.address() as AddressInfo;
  const other = await call("POST", "/v1/networks/test", { url: `http://127.0.0.1:${port}/latest/meta-data` });
  expect(other.body).toMatchObject({ ok: false, detail: expect.any(String) });
  expect(other.text).not.toContain("instance-credentials");
  secret.close();
  expect((await call("POST", "/v1/networks/test", {})).status).toBe(400);
});
