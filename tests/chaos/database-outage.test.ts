import { mkdtemp, readdir, readFile, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import { type FaultNode, startFaultNode } from "../support/fault-node";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { isRunning } from "../support/processes";
import { type RunningSentinel, startSentinel } from "../support/sentinel";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy";
import { TEST_SECRET } from "../support/test-context";
import { waitFor } from "../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";
import { announce, type Desk, networksOf, openDesk, untilLive, untilToldOnce } from "./watched";

const AWAY_MS = 10_000;

let dataDir: string;
let database: TestDatabase;
let proxy: TcpProxy;
let node: FaultNode;
let receiver: WebhookReceiver;
let sentinel: RunningSentinel;
let desk: Desk;

const start = () => {
  const given = { DATABASE_URL: proxy.through(database.url), SENTINEL_SECRET: TEST_SECRET };
  return startSentinel({ dataDir, env: { ...given, ...networksOf({ main: node }) } });
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sentinel-outage-"));
  [database, node, receiver] = await Promise.all([createTestDatabase(), startFaultNode(), startWebhookReceiver()]);
  proxy = await startTcpProxy(database.url);
  sentinel = await start();
  desk = await openDesk(sentinel);
  await desk.watch(receiver);
  await untilLive(desk, node);
});
afterAll(async () => {
  await sentinel?.stop();
  await Promise.all([node?.stop(), receiver?.close(), proxy?.close()]);
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

test("PostgreSQL is away for 10 s: attacks seen meanwhile are recorded and told when it is back", async () => {
  const before = await announce(node, 3);
  const cutAt = Date.now();
  await proxy.cut();
  const during = await announce(node, 20, 100);
  expect((await sentinel.api("/healthz")).status).toBe(200);
  const [ready, answer] = await Promise.all([sentinel.api("/readyz"), sentinel.api("/v1/me", { token: "nobody" })]);
  expect(ready.status).toBe(503);
  expect(ready.body).toMatch(/FAIL database/);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  await sleep(Math.max(0, cutAt + AWAY_MS - Date.now()));
  await proxy.restore();

  await waitFor(async () => (await sentinel.api("/readyz")).status === 200, {
    timeoutMs: 20_000,
    intervalMs: 250,
    describe: "everything is ready again",
  });
  await desk.untilAlerted(during, 20_000);
  await untilToldOnce(receiver, during, 30_000);
  const after = await announce(node, 3);
  await untilToldOnce(receiver, after);
  // Those on their way when the cable was cut may have been sent and not written down: at least once, never lost.
  await desk.untilAlerted(before);
  expect(isRunning(sentinel.pid)).toBe(true);
  expect(sentinel.logs()).not.toContain("the worker thread crashed");
});

test("connections cut again and again under load lose nothing", async () => {
  const hashes: string[] = [];
  for (let round = 0; round < 10; round += 1) {
    hashes.push(...(await announce(node, 4, 20)));
    await proxy.cut();
    hashes.push(...(await announce(node, 4, 20)));
    await proxy.restore();
  }
  await desk.untilAlerted(hashes, 30_000);
  expect(sentinel.logs()).not.toContain("the worker thread crashed");
});

test("kill -9 while PostgreSQL is away: what was seen is recorded and told after the restart", async () => {
  await proxy.cut();
  const during = await announce(node, 20, 20);
  const folder = join(dataDir, "journal");
  const journaled = async () => {
    const names = await readdir(folder);
    return (await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")))).join("");
  };
  await waitFor(async () => hashesIn(await journaled(), during), { describe: "all are in the journal" });
  await sentinel.kill9();
  // As if it had been gone for a while.
  const longAgo = new Date(Date.now() - 20_000);
  for (const name of await readdir(folder)) await utimes(join(folder, name), longAgo, longAgo);
  await proxy.restore();
  sentinel = await start();
  desk = await openDesk(sentinel);
  await desk.untilAlerted(during, 20_000);
  await untilToldOnce(receiver, during, 30_000);
  expect(await readdir(folder)).toEqual([]);
});

function hashesIn(text: string, hashes: readonly string[]): boolean {
  return hashes.every((hash) => text.includes(hash));
}
