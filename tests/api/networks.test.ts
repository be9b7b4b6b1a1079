import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { closeOpenGaps } from "~/domain/networks/close-open-gaps.server";
import { loadNetworkEndpoints } from "~/domain/networks/load-network-endpoints.server";
import { recordGap } from "~/domain/networks/record-gap.server";
import { type EndpointReport, reportEndpointStates } from "~/domain/networks/report-endpoint-states.server";
import { syncConfiguredNetworks } from "~/domain/networks/sync-configured-networks.server";
import type { Context } from "~/platform/context.server";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { type ApiClient, createApiClient } from "../support/api-client";

const KEY = "s3cr3t-api-key";
const [ONE, TWO] = [`wss://one.example/v3/${KEY}`, `wss://user:${KEY}@two.example:8546/?key=${KEY}`];

let api: ApiClient;
let token: string;

beforeAll(async () => {
  api = await createApiClient();
  token = (await api.signIn("viewer")).token;
});
afterEach(async () => {
  await api.ctx.db.alert.deleteMany();
  await api.ctx.db.rule.deleteMany();
  await api.ctx.db.network.deleteMany();
});
afterAll(() => api.close());

type Configured = NonNullable<Context["env"]["SENTINEL_NETWORKS"]>;
const configured = (...networks: Configured): Context => ({
  ...api.ctx,
  env: { ...api.ctx.env, SENTINEL_NETWORKS: networks },
});
const demo = (rpcUrls: string[], chainId = 31_337) => ({ name: "demo", chainId, rpcUrls });

const report = (id: string, values: Partial<EndpointReport> = {}): EndpointReport => ({
  id,
  state: "live",
  reason: null,
  subscriptionKind: "full",
  connectedAtMs: 1_750_000_000_000.25,
  lastMessageAtMs: null,
  lastPendingAtMs: null,
  lastHeadNumber: 21_000_000,
  reconnects: 3,
  received: 2 ** 40,
  firstSeen: 7,
  pingMs: 12.6,
  ...values,
});

async function listed(): Promise<{ text: string; network: Record<string, never> & { health: never } }> {
  const answer = await api.call("GET", "/v1/networks", { token });
  return { text: answer.text, network: answer.body.data[0] };
}

test("configured networks are merged, also by many processes at once, and their URLs come back only for the worker", async () => {
  const ctx = configured({ ...demo([ONE, TWO, ONE]), confirmations: 3, explorerUrl: "https://scan.example/" });
  await Promise.all([syncConfiguredNetworks(ctx), syncConfiguredNetworks(ctx), syncConfiguredNetworks(ctx)]);
  const [loaded, ...others] = await loadNetworkEndpoints(api.ctx);
  expect(others).toEqual([]);
  expect(loaded?.network).toMatchObject({ name: "demo", chainId: 31_337 });
  expect(loaded?.endpoints.map((endpoint) => endpoint.url).sort()).toEqual([ONE, TWO].sort());

  const { text, network } = await listed();
  expect(network).toMatchObject({ confirmations: 3, explorerUrl: "https://scan.example", chainId: 31_337 });
  expect(network).toMatchObject({ rpcUrls: ["one.example/***", "two.example:8546/***"] });
  expect(text).not.toContain(KEY);
  const rows = JSON.stringify(await api.ctx.db.endpoint.findMany(), (_, value) =>
    typeof value === "bigint" ? String(value) : value,
  );
  expect(rows).not.toContain(KEY);
});

test("a URL that is no longer configured goes out of use and can come back, and other networks stay", async () => {
  await seedNetwork(api.ctx, { name: "kept", chainId: 5, rpcUrls: [ONE] });
  await syncConfiguredNetworks(configured(demo([ONE])));
  const before = (await loadNetworkEndpoints(api.ctx)).find((each) => each.network.name === "demo")?.endpoints[0];
  await syncConfiguredNetworks(configured(demo([TWO])));
  const urls = async () =>
    (await loadNetworkEndpoints(api.ctx)).map((each) => [each.network.name, ...each.endpoints.map((e) => e.url)]);
  expect(await urls()).toEqual([
    ["demo", TWO],
    ["kept", ONE],
  ]);
  await syncConfiguredNetworks(configured(demo([ONE])));
  const after = (await loadNetworkEndpoints(api.ctx)).find((each) => each.network.name === "demo")?.endpoints;
  expect(after).toEqual([before]);
});

test("a mistyped chain id can be corrected until there are alerts", async () => {
  await syncConfiguredNetworks(configured(demo([ONE], 1)));
  await syncConfiguredNetworks(configured(demo([ONE], 2)));
  const network = await api.ctx.db.network.findUniqueOrThrow({ where: { name: "demo" } });
  expect(network.chainId).toBe(2n);
  const rule = await seedRule(api.ctx, { networkId: network.id });
  await seedAlert(api.ctx, { ruleId: rule.id, networkId: network.id });
  await expect(syncConfiguredNetworks(configured(demo([ONE], 3)))).rejects.toMatchObject({ slug: "chain_id_changed" });
});

test("health follows the listener's reports, and is unknown when there are none", async () => {
  const { id: networkId } = await seedNetwork(api.ctx, { rpcUrls: [ONE, TWO] });
  const [one, two] = (await api.ctx.db.endpoint.findMany({ orderBy: { id: "asc" } })).map((row) => row.id);
  if (one === undefined || two === undefined) throw new Error("no endpoints");
  const status = async () => (await listed()).network.health as { status: string; endpoints: object[]; gaps: object[] };
  expect((await status()).status).toBe("unknown");

  const send = (...reports: EndpointReport[]) => reportEndpointStates(api.ctx, { networkId, reports });
  await send(report(one), report(two));
  const live = await status();
  expect(live.status).toBe("live");
  expect(live.endpoints[0]).toMatchObject({
    host: "one.example",
    state: "live",
    connectedAt: "2025-06-15T15:06:40.000Z",
    lastHeadNumber: 21_000_000,
    received: 2 ** 40,
    pingMs: 13,
    lastPendingAt: null,
  });
  await send(report(one), report(two, { state: "backing_off", reason: "connection refused", connectedAtMs: null }));
  expect(await status()).toMatchObject({ status: "degraded", endpoints: [{}, { reason: "connection refused" }] });
  await send(report(one, { state: "quarantined", reason: "serves chain 1" }), report(two, { state: "stale" }));
  expect((await status()).status).toBe("degraded");
  await send(report(one, { state: "quarantined", reason: "serves chain 1" }), report(two, { state: "backing_off" }));
  expect((await status()).status).toBe("down");

  await api.ctx.db.endpoint.updateMany({ data: { reportedAt: new Date(Date.now() - 11_000) } });
  const old = await status();
  expect(old.status).toBe("unknown");
  expect(old.endpoints[0]).toMatchObject({ state: "unknown", reason: "No worker has reported on it for 11 s." });
});

test("a gap is one row from its beginning to its end, and one that a dead listener left open is closed", async () => {
  const { id: networkId } = await seedNetwork(api.ctx, { rpcUrls: [ONE] });
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
  const gap = { networkId, fromBlock: 100n, toBlock: null, reason: "one.example: refused" };
  await recordGap(api.ctx, { ...gap, startedAt: at(0), endedAt: null });
  await recordGap(api.ctx, { ...gap, startedAt: at(10), endedAt: null });
  await recordGap(api.ctx, { ...gap, startedAt: at(10), endedAt: at(20), fromBlock: null, toBlock: 103n });
  await recordGap(api.ctx, { ...gap, startedAt: at(30), endedAt: null });
  expect(await closeOpenGaps(api.ctx, { networkId, endedAt: at(40) })).toBe(1);
  expect(await closeOpenGaps(api.ctx, { networkId, endedAt: at(41) })).toBe(0);
  const { health } = (await listed()).network as unknown as { health: { gaps: object[] } };
  expect(health.gaps).toEqual([
    {
      startedAt: at(30).toISOString(),
      endedAt: at(40).toISOString(),
      fromBlock: 100,
      toBlock: null,
      reason: gap.reason,
    },
    {
      startedAt: at(10).toISOString(),
      endedAt: at(20).toISOString(),
      fromBlock: 100,
      toBlock: 103,
      reason: gap.reason,
    },
    {
      startedAt: at(0).toISOString(),
      endedAt: at(10).toISOString(),
      fromBlock: 100,
      toBlock: null,
      reason: gap.reason,
    },
  ]);
});

test("one network is got by its id, and an unknown id is 404", async () => {
  const { id } = await seedNetwork(api.ctx);
  expect((await api.call("GET", `/v1/networks/${id}`, { token })).body).toMatchObject({ id, name: "demo" });
  expect((await api.call("GET", `/v1/networks/${api.ctx.newId()}`, { token })).status).toBe(404);
});

test("an endpoint whose URL can't be decrypted leaves the others to the worker", async () => {
  await seedNetwork(api.ctx, { name: "mixed", rpcUrls: [ONE, TWO] });
  const [broken] = await api.ctx.db.endpoint.findMany({
    where: { network: { name: "mixed" } },
    orderBy: { id: "asc" },
  });
  const urlEncrypted = api.ctx.secrets.encrypt(ONE, "endpoints:url_encrypted:another-row");
  await api.ctx.db.endpoint.update({ where: { id: broken?.id ?? "" }, data: { urlEncrypted } });
  const mixed = (await loadNetworkEndpoints(api.ctx)).find(({ network }) => network.name === "mixed");
  expect(mixed?.endpoints.map(({ url }) => url)).toEqual(["", TWO]);
});
