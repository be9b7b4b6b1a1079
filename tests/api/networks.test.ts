import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { advanceBackfill } from "~/domain/networks/advance-backfill.server";
import { closeOpenGaps } from "~/domain/networks/close-open-gaps.server";
import { findCheckpoint } from "~/domain/networks/find-checkpoint.server";
import { listOpenBackfills } from "~/domain/networks/list-open-backfills.server";
import { loadNetworkEndpoints } from "~/domain/networks/load-network-endpoints.server";
import { moveCheckpoint } from "~/domain/networks/move-checkpoint.server";
import type { NetworkReport } from "~/domain/networks/network-report";
import { openBackfill } from "~/domain/networks/open-backfill.server";
import { recordGap } from "~/domain/networks/record-gap.server";
import { type EndpointReport, reportEndpointStates } from "~/domain/networks/report-endpoint-states.server";
import { saveNetworkReport } from "~/domain/networks/save-network-report.server";
import { syncConfiguredNetworks } from "~/domain/networks/sync-configured-networks.server";
import type { Context } from "~/platform/context.server";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { type ApiClient, createApiClient } from "../support/api-client";
import { takeLease } from "../support/read-blocks";

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
  const away = { connectedAtMs: null };
  const wrong = { state: "quarantined", reason: "serves chain 1", ...away };
  await send(report(one, wrong), report(two, { state: "backing_off", ...away }));
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

const said: NetworkReport = {
  mode: "mempool",
  latestBlock: 120,
  checkpoint: 118,
  backlogBlocks: 42,
  blocksFailingSince: null,
  transactions: 7,
  rules: 3,
  recorder: { waiting: 0, written: 9, lost: 0, fenced: 0, failingSince: null, journal: { alerts: 0, bytes: 0 } },
  worker: { loopDelayP99Ms: 1.5, rssMb: 210 },
  simulation: null,
};

test("what the worker says of a network is shown while it is fresh, and only the lease's holder may say it", async () => {
  const { id: networkId } = await seedNetwork(api.ctx);
  const leaseToken = await takeLease(api.ctx, networkId);
  const health = async () => (await listed()).network.health as { mode: string; report: object | null };
  expect(await health()).toMatchObject({ mode: "unknown", report: null });
  await saveNetworkReport(api.ctx, { networkId, leaseToken, report: said });
  await saveNetworkReport(api.ctx, { networkId, leaseToken: leaseToken - 1n, report: { ...said, mode: "blocks" } });
  expect(await health()).toMatchObject({ mode: "mempool", report: said });
  await api.ctx.db.network.updateMany({ data: { reportedAt: new Date(Date.now() - 11_000) } });
  expect(await health()).toMatchObject({ mode: "unknown", report: null });
  await api.ctx.db.network.updateMany({ data: { reportedAt: new Date(), report: { from: "another version" } } });
  expect(await health()).toMatchObject({ mode: "unknown", report: null });
});

test("back-fills are shown with their progress: all that are open, and the last five that are done", async () => {
  const { id: networkId } = await seedNetwork(api.ctx);
  const leaseToken = await takeLease(api.ctx, networkId);
  const held = { networkId, leaseToken };
  for (let i = 1; i <= 8; i++) {
    const checkpoint = { number: BigInt(i * 100 + 10), hash: `0x${i}` };
    const range = { fromBlock: BigInt(i * 100), toBlock: checkpoint.number, reason: "heads were skipped" };
    await openBackfill(api.ctx, { ...held, ...range, checkpoint });
  }
  const open = await listOpenBackfills(api.ctx, { networkId });
  expect(open.map(({ fromBlock }) => Number(fromBlock))).toEqual([100, 200, 300, 400, 500, 600, 700, 800]);
  for (const { id, toBlock } of open.slice(0, 6)) {
    await advanceBackfill(api.ctx, { ...held, id, nextBlock: toBlock + 1n, isFinished: true });
  }
  await advanceBackfill(api.ctx, { ...held, id: open[6]?.id ?? "", nextBlock: 705n, isFinished: false });
  const { health } = (await listed()).network as unknown as { health: { backfills: { fromBlock: number }[] } };
  expect(health.backfills.map(({ fromBlock }) => fromBlock)).toEqual([800, 700, 600, 500, 400, 300, 200]);
  expect(health.backfills[1]).toMatchObject({ toBlock: 710, nextBlock: 705, finishedAt: null });
  expect(health.backfills[2]).toMatchObject({ nextBlock: 611, finishedAt: expect.any(String) });
  expect(await findCheckpoint(api.ctx, { networkId })).toMatchObject({ number: 810n, hash: "0x8" });
});

test("nothing of a network's progress is written under a lease that another has", async () => {
  const { id: networkId } = await seedNetwork(api.ctx);
  const leaseToken = await takeLease(api.ctx, networkId);
  const held = { networkId, leaseToken };
  const missed = { fromBlock: 1n, toBlock: 9n, reason: "heads were skipped" };
  await openBackfill(api.ctx, { ...held, ...missed, checkpoint: { number: 9n, hash: "0x9" } });
  const [row] = await listOpenBackfills(api.ctx, { networkId });
  await takeLease(api.ctx, networkId);
  const late = [
    () => moveCheckpoint(api.ctx, { ...held, number: 50n, hash: "0x50" }),
    () => openBackfill(api.ctx, { ...held, ...missed, checkpoint: { number: 50n, hash: "0x50" } }),
    () => advanceBackfill(api.ctx, { ...held, id: row?.id ?? "", nextBlock: 9n, isFinished: false }),
  ];
  for (const write of late) await expect(write()).rejects.toMatchObject({ name: "LeaseLostError" });
  expect(await findCheckpoint(api.ctx, { networkId })).toMatchObject({ number: 9n });
  expect(await listOpenBackfills(api.ctx, { networkId })).toMatchObject([{ nextBlock: 1n }]);
});

test("on a chain without a public mempool a silent endpoint is no trouble", async () => {
  const { id: networkId } = await seedNetwork(api.ctx, { name: "base", chainId: 8453, rpcUrls: [ONE] });
  const { id } = await api.ctx.db.endpoint.findFirstOrThrow();
  await reportEndpointStates(api.ctx, { networkId, reports: [report(id, { state: "silent", medianLagMs: 12.4 })] });
  const { health } = (await listed()).network as unknown as { health: object };
  expect(health).toMatchObject({ status: "live", endpoints: [{ state: "silent", medianLagMs: 12, uniqueFinds: 0 }] });
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
