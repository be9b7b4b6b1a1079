import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { RuleSource } from "~/domain/rules/rule-source";
import type { Context } from "~/platform/context.server";
import { seedChannel } from "../../prisma/seed/seed-channel";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import { deliver } from "../../worker/deliver";
import { buildRuleIndex } from "../../worker/matcher/build-rule-index";
import { type NetworkWatch, watchNetwork } from "../../worker/network-watch";
import { createRecorder, type Recorder } from "../../worker/recorder/recorder";
import { type Anvil, startAnvil } from "../support/anvil";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { takeLease } from "../support/read-blocks";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";

const VAULT = "0x00000000000000000000000000000000000000bb";
const [PAUSE, UNPAUSE] = ["0x8456cb59", "0x3f4ba83a"];
const PRICES = ["0x77359400", "0xee6b2800", "0x1dcd65000"];

let dataDir: string;
let database: TestDatabase;
let ctx: Context;
let recorder: Recorder;
let anvil: Anvil;
let receiver: WebhookReceiver;
let watching: NetworkWatch;
let accounts: string[];

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "sentinel-lifecycle-"));
  [database, anvil, receiver] = await Promise.all([
    createTestDatabase(),
    startAnvil({ noMining: true }),
    startWebhookReceiver(),
  ]);
  ctx = createTestContext(database.url, { SENTINEL_DATA_DIR: dataDir });
  accounts = await anvil.rpc<string[]>("eth_accounts");
  const { id: networkId } = await seedNetwork(ctx, { rpcUrls: [anvil.wsUrl] });
  const entry = await seedWatchlistEntry(ctx, { networkId, address: VAULT });
  const channels = [(await seedChannel(ctx, { url: receiver.url })).id];
  const row = await seedRule(ctx, { watchlistId: entry.id, signature: "pause()", severity: "high", channels });
  const rule: RuleSource = {
    ...{ id: row.id, version: 1, name: row.name, severity: "high", networkId, network: "demo", stage: "pending" },
    ...{ trigger: "call", side: "target", watchlistId: entry.id, contractName: entry.name, addresses: [VAULT] },
    contracts: new Map([[VAULT, { id: entry.id, name: entry.name, tags: [] }]]),
    ...{ signature: "pause()", event: null, condition: null, abi: null, cooldownSeconds: 0, threshold: null, channels },
  };
  recorder = createRecorder(ctx);
  ctx.queues.work("deliveries", deliver(ctx), { concurrency: 4 });
  const token = await takeLease(ctx, networkId);
  const [endpoint] = await ctx.db.endpoint.findMany();
  watching = watchNetwork(ctx, recorder, {
    network: { id: networkId, name: "demo", chainId: 31_337 },
    endpoints: [{ id: endpoint?.id ?? "", url: anvil.wsUrl }],
    rules: buildRuleIndex([rule], { lists: new Map() }),
    leaseToken: () => token,
  });
  await waitFor(() => watching.status().endpoints[0]?.state === "live");
});
afterAll(async () => {
  await watching?.stop();
  await recorder?.stop(1_000);
  await ctx?.close();
  await Promise.all([anvil?.stop(), receiver?.close()]);
  await database?.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const alertOf = async (from = "") => {
  const found = await ctx.db.alert.findFirst({ where: { fromAddress: from }, include: { events: true } });
  return found ?? { txHash: "", txStatus: "none", events: [] };
};
const toldOf = (from = "") =>
  receiver.requests
    .filter(({ json }) => json.data.from.toLowerCase() === from)
    .map(({ json }) => json.change ?? json.type);

function send(from: string | undefined, version: number, fields: Record<string, unknown> = {}): Promise<string> {
  const call = { from, nonce: "0x0", gas: "0x30d40", gasPrice: PRICES[version], to: VAULT, data: PAUSE };
  return anvil.rpc<string>("eth_sendTransaction", [{ ...call, ...fields }]);
}

test("from the frame to the channel: sped up, then replaced with other calldata, then mined", async () => {
  const [from] = accounts;
  await send(from, 0);
  await waitFor(() => toldOf(from).length === 1);
  const raised = await send(from, 1);
  await waitFor(async () => (await alertOf(from)).txHash === raised, { describe: "the alert follows the new hash" });
  const other = await send(from, 2, { data: UNPAUSE });
  await waitFor(() => toldOf(from).length === 2);
  expect(receiver.requests.at(-1)?.json).toMatchObject({
    type: "alert.updated",
    change: "replacing",
    data: { txStatus: "pending", txHash: raised, isReplaced: true, replacedByHash: other },
  });
  await anvil.rpc("evm_mine");
  await waitFor(() => toldOf(from).length === 3);
  expect(toldOf(from)).toEqual(["alert.created", "replacing", "replaced"]);
  expect((await alertOf(from)).events.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["created", "sped_up", "replacing", "replaced"]),
  );
});

test("a cancellation is told when it is mined, a confirmation likewise", async () => {
  const [, cancelling, confirmed] = accounts;
  await Promise.all([send(cancelling, 0), send(confirmed, 0)]);
  await waitFor(() => toldOf(cancelling).length + toldOf(confirmed).length === 2);
  await send(cancelling, 1, { to: cancelling, data: "0x" });
  await waitFor(async () => (await alertOf(cancelling)).events.some(({ kind }) => kind === "cancelling"));
  await anvil.rpc("evm_mine");
  await waitFor(() => toldOf(cancelling).length + toldOf(confirmed).length === 4);
  expect(toldOf(cancelling)).toEqual(["alert.created", "cancelled"]);
  expect(toldOf(confirmed)).toEqual(["alert.created", "confirmed"]);
});

test("a transaction that was dropped and is announced again reopens its alert at once", async () => {
  const [, , , from] = accounts;
  const hash = await send(from, 0);
  await waitFor(() => toldOf(from).length === 1);
  await anvil.rpc("anvil_dropTransaction", [hash]);
  const mine = setInterval(() => void anvil.rpc("evm_mine"), 1_050);
  try {
    await waitFor(() => toldOf(from).includes("dropped"), { timeoutMs: 20_000, describe: "it is told to be dropped" });
  } finally {
    clearInterval(mine);
  }
  expect(await send(from, 0)).toBe(hash);
  await waitFor(() => toldOf(from).includes("reopened"), { timeoutMs: 4_000, describe: "no block is needed for it" });
  expect((await alertOf(from)).txStatus).toBe("pending");
}, 40_000);
