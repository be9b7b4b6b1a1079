import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type FaultNode, startFaultNode } from "../support/fault-node";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startRedis, type TestRedis } from "../support/redis";
import { type RunningSentinel, startSentinel } from "../support/sentinel";
import { TEST_SECRET } from "../support/test-context";
import { waitFor } from "../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";
import { announce, type Desk, networksOf, openDesk, toldOf, untilLive, untilToldOnce } from "./watched";

/** `npm run worker`, as its own process. */
function startWorker(env: Record<string, string>): { child: ChildProcess; logs: () => string } {
  const args = ["--enable-source-maps", "--import", "./build/worker/telemetry.js", "build/worker/index.js"];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let logs = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      logs += text;
    });
  }
  return { child, logs: () => logs };
}

describe.each(["postgres", "redis"] as const)("two workers on one database, with the queue on %s", (backend) => {
  let database: TestDatabase;
  let redis: TestRedis | null = null;
  let node: FaultNode;
  let receiver: WebhookReceiver;
  let sentinel: RunningSentinel;
  let desk: Desk;
  let workers: ReturnType<typeof startWorker>[] = [];

  beforeAll(async () => {
    [database, node, receiver] = await Promise.all([createTestDatabase(), startFaultNode(), startWebhookReceiver()]);
    if (backend === "redis") redis = await startRedis();
    const env = {
      DATABASE_URL: database.url,
      SENTINEL_SECRET: TEST_SECRET,
      ...networksOf({ main: node }),
      ...(redis ? { REDIS_URL: redis.url } : {}),
    };
    sentinel = await startSentinel({ env: { ...env, WORKER: "off" }, readyPath: "/healthz" });
    workers = [startWorker(env), startWorker(env)];
    desk = await openDesk(sentinel);
    await desk.watch(receiver);
    await waitFor(() => node.subscriptions.pending === 2, { timeoutMs: 20_000, describe: "both have subscribed" });
    await untilLive(desk, node);
  });
  afterAll(async () => {
    for (const { child } of workers) child.kill("SIGKILL");
    await sentinel?.stop();
    await Promise.all([node?.stop(), receiver?.close(), redis?.stop()]);
    await database?.drop();
  });

  test("every attack is alerted once and told once, also in a burst", async () => {
    const steady = await announce(node, 20, 25);
    const burst = await announce(node, 60);
    await desk.untilAlerted([...steady, ...burst]);
    await untilToldOnce(receiver, [...steady, ...burst], 30_000);
  });

  test("one dies of SIGKILL in the middle of it: the other loses nothing, and ends in order when asked", async () => {
    const [first, second] = workers;
    const before = await announce(node, 10, 10);
    first?.child.kill("SIGKILL");
    const after = await announce(node, 10, 10);
    await desk.untilAlerted([...before, ...after]);
    // What the dead one had claimed waits for its claim to expire; everything seen after its death is told now.
    await untilToldOnce(receiver, after, 30_000);
    expect([...toldOf(receiver, before).values()].every((requests) => requests.length <= 1)).toBe(true);

    if (!second) throw new Error("two workers were started");
    const endedAt = once(second.child, "exit");
    const askedAt = Date.now();
    second.child.kill("SIGTERM");
    expect(await endedAt).toEqual([0, null]);
    expect(Date.now() - askedAt).toBeLessThan(5_000);
  });
});
