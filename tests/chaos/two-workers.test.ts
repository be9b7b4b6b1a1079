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

/** What a worker logs when it gets a network's lease. */
const WATCHES = "this worker watches the network";

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
  let env: Record<string, string>;
  let workers: ReturnType<typeof startWorker>[] = [];

  beforeAll(async () => {
    [database, node, receiver] = await Promise.all([createTestDatabase(), startFaultNode(), startWebhookReceiver()]);
    if (backend === "redis") redis = await startRedis();
    env = {
      DATABASE_URL: database.url,
      SENTINEL_SECRET: TEST_SECRET,
      ...networksOf({ main: node }),
      ...(redis ? { REDIS_URL: redis.url } : {}),
    };
    sentinel = await startSentinel({ env: { ...env, WORKER: "off" }, readyPath: "/healthz" });
    workers = [startWorker(env), startWorker(env)];
    desk = await openDesk(sentinel);
    await desk.watch(receiver);
    await waitFor(() => node.subscriptions.pending > 0, { timeoutMs: 20_000, describe: "one has subscribed" });
    await untilLive(desk, node);
  });
  afterAll(async () => {
    for (const { child } of workers) child.kill("SIGKILL");
    await sentinel?.stop();
    await Promise.all([node?.stop(), receiver?.close(), redis?.stop()]);
    await database?.drop();
  });

  test("one listens, the other stands by", async () => {
    const standby = ({ logs }: { logs: () => string }) => !logs().includes(WATCHES);
    await waitFor(() => workers.every(({ logs }) => logs().includes("rules are live")), { describe: "both are ready" });
    expect(node.subscriptions.pending).toBe(1);
    expect(workers.filter(standby)).toHaveLength(1);
  });

  test("every attack is alerted once and told once, also in a burst", async () => {
    const steady = await announce(node, 20, 25);
    const burst = await announce(node, 60);
    await desk.untilAlerted([...steady, ...burst]);
    await untilToldOnce(receiver, [...steady, ...burst], 30_000);
  });

  test("the one that listens dies of SIGKILL: the other takes over within 10 s, and a third as it ends in order", async () => {
    const [first, second] = workers.toSorted(
      (a, b) => Number(b.logs().includes(WATCHES)) - Number(a.logs().includes(WATCHES)),
    );
    if (!first || !second) throw new Error("two workers were started");
    const before = await announce(node, 10, 10);
    await desk.untilAlerted(before);
    const killedAt = Date.now();
    first.child.kill("SIGKILL");
    await waitFor(() => second.logs().includes(WATCHES), { describe: "the other watches" });
    await waitFor(() => node.subscriptions.pending === 1, { describe: "the other has subscribed" });
    expect(Date.now() - killedAt).toBeLessThan(10_000);
    const after = await announce(node, 10, 10);
    await desk.untilAlerted([...before, ...after]);
    // What the dead one had claimed waits for its claim to expire; everything seen after its death is told now.
    await untilToldOnce(receiver, after, 30_000);
    expect([...toldOf(receiver, before).values()].every((requests) => requests.length <= 1)).toBe(true);

    const third = startWorker(env);
    workers.push(third);
    await waitFor(() => third.logs().includes("rules are live"), { timeoutMs: 20_000, describe: "a third stands by" });
    const endedAt = once(second.child, "exit");
    const askedAt = Date.now();
    second.child.kill("SIGTERM");
    expect(await endedAt).toEqual([0, null]);
    expect(Date.now() - askedAt).toBeLessThan(5_000);
    const endedAtMs = Date.now();
    await waitFor(() => third.logs().includes(WATCHES), { intervalMs: 5, describe: "the third watches" });
    expect(Date.now() - endedAtMs).toBeLessThan(2_500);
  });
});
