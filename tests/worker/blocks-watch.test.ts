import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { getNetwork } from "~/domain/networks/get-network.server";
import type { RuleSource } from "~/domain/rules/rule-source";
import type { Context } from "~/platform/context.server";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import { buildRuleIndex } from "../../worker/matcher/build-rule-index";
import { watchNetwork } from "../../worker/network-watch";
import { createRecorder, type Recorder } from "../../worker/recorder/recorder";
import { type Anvil, startAnvil } from "../support/anvil";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { takeLease } from "../support/read-blocks";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";

const VAULT = "0x00000000000000000000000000000000000000bb";
const PAUSE = "0x8456cb59";

let dataDir: string;
let database: TestDatabase;
let ctx: Context;
let recorder: Recorder;
let anvil: Anvil;
let networkId: string;
let rule: RuleSource;
let account: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "sentinel-blocks-"));
  database = await createTestDatabase();
  ctx = createTestContext(database.url, { SENTINEL_DATA_DIR: dataDir });
});
beforeEach(async () => {
  anvil = await startAnvil({ noMining: true });
  [account = ""] = await anvil.rpc<string[]>("eth_accounts");
  networkId = (await seedNetwork(ctx, { rpcUrls: [anvil.wsUrl] })).id;
  const entry = await seedWatchlistEntry(ctx, { networkId, address: VAULT });
  const row = await seedRule(ctx, { watchlistId: entry.id, signature: "pause()", severity: "high" });
  rule = {
    ...{ id: row.id, version: 1, name: row.name, severity: "high", networkId, network: "demo", stage: "pending" },
    ...{ trigger: "call", side: "target", watchlistId: entry.id, contractName: entry.name, addresses: [VAULT] },
    contracts: new Map([[VAULT, { id: entry.id, name: entry.name, tags: [] }]]),
    ...{ signature: "pause()", event: null, condition: null, abi: null, cooldownSeconds: 0 },
    ...{ threshold: null, channels: [] },
  };
  recorder = createRecorder(ctx);
});
afterEach(async () => {
  await recorder.stop(1_000);
  await anvil.stop();
  for (const table of ["alert", "rule", "watchlistEntry", "network", "coverageDay"] as const) {
    await (ctx.db[table] as { deleteMany: () => Promise<unknown> }).deleteMany();
  }
});
afterAll(async () => {
  await ctx?.close();
  await database?.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function watch() {
  const token = await takeLease(ctx, networkId);
  const [endpoint] = await ctx.db.endpoint.findMany();
  const watching = watchNetwork(ctx, recorder, {
    network: { id: networkId, name: "demo", chainId: 31_337 },
    endpoints: [{ id: endpoint?.id ?? "", url: anvil.wsUrl }],
    rules: buildRuleIndex([rule], { lists: new Map() }),
    leaseToken: () => token,
  });
  return { ...watching, [Symbol.asyncDispose]: () => watching.stop() };
}
const send = (fields: Record<string, unknown> = {}) =>
  anvil.rpc<string>("eth_sendTransaction", [{ from: account, gas: "0x30d40", to: VAULT, data: PAUSE, ...fields }]);
const mine = () => anvil.rpc("evm_mine");
const alerts = () => ctx.db.alert.findMany({ orderBy: { nonce: "asc" }, include: { events: true } });
async function untilReadTo(number: number): Promise<void> {
  await waitFor(async () => {
    const row = await ctx.db.checkpoint.findUnique({ where: { networkId } });
    const open = await ctx.db.blockBackfill.count({ where: { finishedAt: null } });
    return Number(row?.blockNumber ?? -1) >= number && open === 0;
  });
}

test("what was seen pending is one alert when it is mined, and what was not is found in its block", async () => {
  let hidden = "";
  {
    await using _ = await watch();
    await untilReadTo(0);
    const seen = await send();
    await waitFor(async () => (await alerts()).length === 1);
    await mine();
    await waitFor(async () => (await alerts())[0]?.txStatus === "confirmed");
    expect(await alerts()).toMatchObject([{ txHash: seen, detection: "pending", blockNumber: 1n }]);
  }
  for (let i = 0; i < 3; i++) {
    hidden = await send({ value: "0x1" });
    await mine();
  }
  await using _ = await watch();
  await untilReadTo(4);
  await waitFor(async () => (await alerts()).length === 4);
  expect((await alerts()).map(({ detection, txStatus, blockNumber }) => [detection, txStatus, blockNumber])).toEqual([
    ["pending", "confirmed", 1n],
    ["backfilled", "confirmed", 2n],
    ["backfilled", "confirmed", 3n],
    ["mined", "confirmed", 4n],
  ]);
  expect((await alerts()).at(-1)).toMatchObject({ txHash: hidden, firstSeen: [] });
});

test("a reorganised alert is opened again, and confirmed in the block that has it then", async () => {
  await using _ = await watch();
  await untilReadTo(0);
  await mine();
  await send();
  await mine();
  await waitFor(async () => (await alerts())[0]?.txStatus === "confirmed");
  const before = (await alerts())[0]?.blockHash;
  await anvil.rpc("anvil_reorg", [1, []]);
  await mine();
  await waitFor(async () => {
    const [alert] = await alerts();
    return alert?.txStatus === "pending" || (alert?.txStatus === "confirmed" && alert.blockHash !== before);
  });
  expect((await alerts())[0]?.events.map(({ kind }) => kind)).toContain("reorganised");
});

test("the network's report tells its mode and progress, and its coverage what was seen", async () => {
  {
    await using _ = await watch();
    await untilReadTo(0);
    await send();
    await waitFor(async () => (await alerts()).length === 1);
    await mine();
    await untilReadTo(1);
    const { health } = await waitFor(async () => {
      const network = await getNetwork(ctx, { id: networkId });
      return network.health.report?.checkpoint === 1 ? network : null;
    });
    expect(health).toMatchObject({ mode: "mempool", status: "live", report: { latestBlock: 1, rules: 1 } });
  }
  expect(await ctx.db.recordedTransaction.count({ where: { networkId } })).toBe(1);
  const [entry, network] = [rule.watchlistId ?? "", networkId].map((scopeId) =>
    ctx.db.coverageDay.findFirstOrThrow({ where: { scopeId } }),
  );
  expect(await entry).toMatchObject({ mined: 1, seenPending: 1 });
  expect(await network).toMatchObject({ mined: 1, seenPending: 1 });
});
