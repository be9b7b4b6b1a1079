import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import { type FaultNode, startFaultNode } from "../support/fault-node";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startRedis, type TestRedis } from "../support/redis";
import { type RunningSentinel, startSentinel } from "../support/sentinel";
import { TEST_SECRET } from "../support/test-context";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";
import { announce, type Desk, networksOf, openDesk, toldOf, untilLive, untilToldOnce } from "./watched";

const AWAY_MS = 10_000;

let database: TestDatabase;
let redis: TestRedis;
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
  const given = { DATABASE_URL: database.url, SENTINEL_SECRET: TEST_SECRET, REDIS_URL: redis.url };
  sentinel = await startSentinel({ env: { ...given, ...networksOf({ main: node }) } });
  desk = await openDesk(sentinel);
  await desk.watch(receiver);
  await untilLive(desk, node);
});
afterAll(async () => {
  await sentinel?.stop();
  await Promise.all([redis?.stop(), node?.stop(), receiver?.close()]);
  await database?.drop();
});

test("Redis dies for 10 s while attacks arrive: alerts are kept, each is told once when it is back", async () => {
  const killedAt = Date.now();
  await redis.kill();
  const during = await announce(node, 20, 100);
  await desk.untilAlerted(during, 5_000);
  expect((await sentinel.api("/healthz")).status).toBe(200);
  const ready = await sentinel.api("/readyz");
  expect(ready.status).toBe(503);
  expect(ready.body).toMatch(/FAIL queue/);
  expect([...toldOf(receiver, during).values()].flat()).toEqual([]);
  await sleep(Math.max(0, killedAt + AWAY_MS - Date.now()));
  await redis.restart();
  await untilToldOnce(receiver, during, 30_000);
  const after = await announce(node, 3);
  await untilToldOnce(receiver, after);
  expect((await sentinel.api("/readyz")).status).toBe(200);
});

test("Redis frozen: alerts are kept without delay, each is told once when it goes on", async () => {
  redis.pause();
  const during = await announce(node, 5, 100);
  await desk.untilAlerted(during, 5_000);
  await sleep(5_000);
  redis.resume();
  await untilToldOnce(receiver, during, 30_000);
});
