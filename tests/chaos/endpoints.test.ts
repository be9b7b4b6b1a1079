import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import { type FaultNode, startFaultNode } from "../support/fault-node";
import { pendingTransaction } from "../support/fault-node/listen";
import { freePort } from "../support/free-port";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { type RunningSentinel, startSentinel } from "../support/sentinel";
import { TEST_SECRET } from "../support/test-context";
import { waitFor } from "../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";
import { announce, attack, type Desk, networksOf, openDesk, untilLive, untilToldOnce } from "./watched";

const AWAY_MS = 10_000;
const LIVE_WITHIN_MS = 2_000;
/** From the fault to the page, the worker's report included. */
const FOUND_WITHIN_MS = 15_000;

let database: TestDatabase;
let node: FaultNode;
let otherChain: FaultNode;
let garbage: FaultNode;
let whole: FaultNode;
let filtering: FaultNode;
let halfOpen: FaultNode;
let receiver: WebhookReceiver;
let mute: Server;
let sentinel: RunningSentinel;
let desk: Desk;
let ruleId: string;

/** Takes connections and never says a word. */
async function startMute(): Promise<Server> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => socket.destroy()));
  });
  server.on("close", () => {
    for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

beforeAll(async () => {
  [database, node, otherChain, garbage, whole, filtering, halfOpen, receiver, mute] = await Promise.all([
    createTestDatabase(),
    startFaultNode(),
    startFaultNode({ chainId: 5 }),
    startFaultNode(),
    startFaultNode(),
    startFaultNode(),
    startFaultNode(),
    startWebhookReceiver(),
    startMute(),
  ]);
  garbage.answer("eth_chainId", () => ({ not: "a chain id" }));
  const networks = networksOf({
    main: node,
    refusing: { url: `ws://127.0.0.1:${await freePort()}` },
    mute: { url: `ws://127.0.0.1:${(mute.address() as AddressInfo).port}` },
    garbage,
    "other-chain": { url: otherChain.url },
  });
  const compared = { name: "compared", chainId: 1, rpcUrls: [whole, filtering, halfOpen].map(({ url }) => url) };
  networks.SENTINEL_NETWORKS = JSON.stringify([...JSON.parse(networks.SENTINEL_NETWORKS ?? "[]"), compared]);
  sentinel = await startSentinel({
    env: { DATABASE_URL: database.url, SENTINEL_SECRET: TEST_SECRET, ...networks },
    readyPath: "/healthz",
  });
  desk = await openDesk(sentinel);
  ruleId = await desk.watch(receiver);
  await untilLive(desk, node);
});
afterAll(async () => {
  await sentinel?.stop();
  mute?.close();
  await Promise.all([
    node?.stop(),
    otherChain?.stop(),
    garbage?.stop(),
    whole?.stop(),
    filtering?.stop(),
    halfOpen?.stop(),
    receiver?.close(),
  ]);
  await database?.drop();
});

const endpointOf = async (name: string) => (await desk.network(name)).health.endpoints[0];

test.concurrent("an endpoint that refuses, is mute, talks garbage or serves another chain is named with its fault", async () => {
  const reasonOf = async (name: string, states: string[]) =>
    waitFor(
      async () => {
        const { state, reason } = await endpointOf(name);
        return states.includes(state) ? (reason as string | null) : null;
      },
      { timeoutMs: 20_000, intervalMs: 500, describe: `${name} is ${states.join(" or ")} with a reason` },
    );
  expect(await reasonOf("refusing", ["backing_off"])).toMatch(/refused/i);
  const wrongChain = await reasonOf("other-chain", ["quarantined"]);
  expect(wrongChain).toMatch(/\b5\b/);
  expect(wrongChain).toMatch(/\b1\b/);
  expect(await reasonOf("garbage", ["backing_off", "quarantined"])).toMatch(/chain/i);
  expect(await reasonOf("mute", ["backing_off", "connecting"])).toMatch(/time|answer/i);
  for (const name of ["refusing", "mute", "garbage", "other-chain"]) {
    expect((await desk.network(name)).health.status).toBe("down");
  }
  expect((await sentinel.api("/healthz")).status).toBe(200);
  const ready = await sentinel.api("/readyz");
  expect(ready.status).toBe(503);
  expect(ready.body).toMatch(/FAIL network mute/);
});

test.concurrent("an endpoint that filters and one that is half-open are found within 15 s, with the reason", async () => {
  const endpoints = async () => (await desk.network("compared")).health.endpoints as Record<string, unknown>[];
  const hostOf = ({ url }: FaultNode) => new URL(url).host;
  const seen = async (one: FaultNode) => (await endpoints()).find(({ host }) => host === hostOf(one));
  const isLive = async (one: FaultNode) => (await seen(one))?.state === "live";
  const ours = [whole, filtering, halfOpen];
  await waitFor(async () => (await Promise.all(ours.map(isLive))).every(Boolean), { intervalMs: 250 });
  let [number, isFaulty] = [0, false];
  const timer = setInterval(() => {
    const transaction = pendingTransaction(10_000_000 + ++number);
    for (const one of ours) if (!isFaulty || one !== filtering) one.announce(transaction);
  }, 50);
  try {
    await sleep(3_000);
    isFaulty = true;
    halfOpen.freeze();
    const deadline = { timeoutMs: FOUND_WITHIN_MS, intervalMs: 250 };
    await Promise.all([
      waitFor(async () => (await seen(filtering))?.state === "quarantined", { ...deadline, describe: "quarantine" }),
      waitFor(async () => /ping/.test(String((await seen(halfOpen))?.reason)), { ...deadline, describe: "half-open" }),
    ]);
    expect(await seen(filtering)).toMatchObject({ reason: expect.stringMatching(/^filters: showed \d+ of \d+/) });
    expect(await seen(whole)).toMatchObject({
      state: "live",
      share: expect.any(Number),
      medianLagMs: expect.any(Number),
    });
    const { health } = await desk.network("compared");
    expect(health).toMatchObject({ status: "degraded", mode: "mempool", gaps: [] });
  } finally {
    clearInterval(timer);
    halfOpen.unfreeze();
  }
}, 40_000);

test("a rule is live within 2 s of its making, and silent within 2 s of its end", async () => {
  const entry = (await desk.ask("/v1/watchlists?limit=1")).data[0];
  const body = { name: "Pause", watchlistId: entry.id, signature: "pause()", severity: "high" };
  const pause = await desk.ask("/v1/rules", { body });
  await sleep(LIVE_WITHIN_MS);
  const paused = attack({ input: "0x8456cb59" });
  node.announce(paused);
  await desk.untilAlerted([paused.hash], 2_000);

  await desk.ask(`/v1/rules/${pause.id}`, { method: "PATCH", body: { enabled: false } });
  await sleep(LIVE_WITHIN_MS);
  const silent = attack({ input: "0x8456cb59" });
  node.announce(silent);
  const [marker] = await announce(node, 1);
  await desk.untilAlerted([marker ?? ""], 2_000);
  expect((await desk.alerts()).some(({ txHash }) => txHash === silent.hash)).toBe(false);
});

test("the only endpoint dies for 10 s: it is shown, it comes back by itself, and the gap is on record", async () => {
  node.head({ number: 100 });
  await waitFor(async () => (await endpointOf("main")).lastHeadNumber === 100, { intervalMs: 250 });
  const diedAt = Date.now();
  await node.stop();
  const down = await waitFor(
    async () => {
      const network = await desk.network("main");
      return network.health.status === "down" ? network : null;
    },
    { timeoutMs: 5_000, intervalMs: 250, describe: "the network is shown as down" },
  );
  expect(down.health.endpoints[0]).toMatchObject({ state: expect.stringMatching(/backing_off|connecting/) });
  expect(down.health.endpoints[0].reason).toBeTruthy();
  expect(down.health.gaps[0]).toMatchObject({ endedAt: null });
  await sleep(diedAt + AWAY_MS - Date.now());
  await node.restart();

  const [after] = await waitFor(async () => (node.subscriptions.pending > 0 ? announce(node, 1) : null), {
    timeoutMs: 20_000,
    describe: "Sentinel has subscribed again",
  });
  const backAt = Date.now();
  node.head({ number: 105 });
  await desk.untilAlerted([after ?? ""]);
  await untilToldOnce(receiver, [after ?? ""]);
  const network = await waitFor(
    async () => {
      const seen = await desk.network("main");
      return seen.health.status === "live" ? seen : null;
    },
    { intervalMs: 250, describe: "the network is shown as live" },
  );
  const [gap] = network.health.gaps;
  expect(gap.reason).toContain("127.0.0.1");
  expect(Date.parse(gap.endedAt) - Date.parse(gap.startedAt)).toBeGreaterThanOrEqual(AWAY_MS - 1_000);
  expect(Date.parse(gap.endedAt)).toBeLessThanOrEqual(backAt + 1_000);
  expect(gap.fromBlock).toBe(100);
  expect(network.health.endpoints[0].reconnects).toBeGreaterThan(0);
  expect((await desk.ask(`/v1/rules/${ruleId}`)).enabled).toBe(true);
});
