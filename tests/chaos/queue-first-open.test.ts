import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createQueues } from "~/platform/queue.server";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startRedis, type TestRedis } from "../support/redis";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy";
import { waitFor } from "../support/wait-for";

let database: TestDatabase;
let redis: TestRedis;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
});
afterAll(async () => {
  await redis?.stop();
  await database?.drop();
});

test.each(["postgres", "redis"] as const)(
  "queues first opened while %s is away work once it is there",
  async (backend) => {
    const proxy: TcpProxy = await startTcpProxy(backend === "redis" ? redis.url : database.url);
    await proxy.cut();
    const urls = { databaseUrl: backend === "redis" ? database.url : proxy.through(database.url) };
    const redisUrl = backend === "redis" ? { redisUrl: proxy.through(redis.url) } : {};
    const queues = createQueues({ ...urls, ...redisUrl, log: pino({ level: "silent" }) });
    const seen: string[] = [];
    queues.work("deliveries", async (job) => void seen.push(job.data.deliveryId), { concurrency: 2 });
    await expect(queues.add("deliveries", { id: "early", data: { deliveryId: "early" } })).rejects.toThrow();
    await proxy.restore();
    const add = () => queues.add("deliveries", { id: "late", data: { deliveryId: "late" } }).then(() => true);
    await waitFor(add, { timeoutMs: 15_000, intervalMs: 250, describe: "the producer works" });
    await waitFor(() => seen.includes("late"), { timeoutMs: 15_000, describe: "the consumer works" });
    await queues.close();
    await proxy.close();
  },
);

test("a database connection that breaks while a queue is being opened ends nothing but the attempt", async () => {
  const proxy = await startTcpProxy(database.url);
  for (let round = 0; round < 20; round += 1) {
    const queues = createQueues({ databaseUrl: proxy.through(database.url), log: pino({ level: "silent" }) });
    const adding = queues
      .add("deliveries", { id: `round-${round}`, data: { deliveryId: "none" } })
      .catch(() => "failed");
    await new Promise((done) => setTimeout(done, round * 3));
    await proxy.cut();
    await adding;
    await proxy.restore();
    await queues.close();
  }
  await proxy.close();
});
