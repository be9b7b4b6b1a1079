import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import { type FaultNode, startFaultNode } from "../support/fault-node";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startRedis, type TestRedis } from "../support/redis";
import { type RunningSentinel, startSentinel } from "../support/sentinel";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy";
import { TEST_SECRET } from "../support/test-context";
import { waitFor } from "../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";
import { announce, type Desk, networksOf, openDesk, toldOf, untilLive } from "./watched";

/** How long both are away. */
const AWAY_MS = 60_000;
const ATTACKS = 90;

let database: TestDatabase;
let redis: TestRedis;
let proxies: { database: TcpProxy; redis: TcpProxy };
let node: FaultNode;
let receiver: WebhookReceiver;
let sentinel: RunningSentinel;
let desk: Desk;

beforeAll(async () => {
  [database, redis, node, receiver] = await Promise.all([
    createTestDatabase(),
    startRedis(),
    startFaultNode(),
    startWebhookReceiver(),
  ]);
  proxies = { database: await startTcpProxy(database.url), redis: await startTcpProxy(redis.url) };
  const given = {
    DATABASE_URL: proxies.database.through(database.url),
    REDIS_URL: proxies.redis.through(redis.url),
    SENTINEL_SECRET: TEST_SECRET,
  };
  sentinel = await startSentinel({ env: { ...given, ...networksOf({ main: node }) } });
  desk = await openDesk(sentinel);
  await desk.watch(receiver);
  await untilLive(desk, node);
});
afterAll(async () => {
  await sentinel?.stop();
  await Promise.all([proxies?.database.close(), proxies?.redis.close(), node?.stop(), receiver?.close()]);
  await redis?.stop();
  await database?.drop();
});

test("PostgreSQL and Redis are away for a minute during an attack, and Redis restarts from its log: nothing is lost", async () => {
  const before = await announce(node, 10, 20);
  const cutAt = Date.now();
  await Promise.all([proxies.database.cut(), proxies.redis.cut()]);
  await redis.kill();
  const during = await announce(node, ATTACKS, (AWAY_MS - 10_000) / ATTACKS);
  await sleep(Math.max(0, cutAt + AWAY_MS - Date.now()));
  expect((await sentinel.api("/healthz")).status).toBe(200);
  await redis.restart();
  await Promise.all([proxies.database.restore(), proxies.redis.restore()]);
  const all = [...before, ...during];
  const told = () => toldOf(receiver, all);
  await waitFor(() => [...told().values()].every((requests) => requests.length > 0), {
    timeoutMs: 90_000,
    intervalMs: 250,
    describe: "everything is told",
  });
  // A claim whose outcome could not be written down is given out again after 45 s: what comes twice comes by then.
  await waitFor(async () => (await desk.ask("/v1/notifications/deliveries?state=sending")).meta.total === 0, {
    timeoutMs: 60_000,
    intervalMs: 500,
    describe: "no send is open any more",
  });
  const counts = [...told().values()].map((requests) => requests.length);
  const duplicated = counts.filter((count) => count > 1).length;
  console.log(
    JSON.stringify({ alerts: all.length, delivered: counts.filter((count) => count > 0).length, duplicated }),
  );
  expect(counts.filter((count) => count === 0)).toEqual([]);
  // Only those that were between send and record when the cables were cut may come twice, under one id.
  expect(duplicated).toBeLessThanOrEqual(before.length);
  for (const requests of told().values()) {
    expect(new Set(requests.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(requests.every(({ verified }) => verified)).toBe(true);
  }
  expect(sentinel.logs()).not.toContain("the worker thread crashed");
}, 300_000);
