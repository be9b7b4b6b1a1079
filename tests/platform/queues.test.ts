import { DelayedError, type Job } from "bullmq";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createQueues, type Queues } from "~/platform/queue.server";
import type { DeliveryJob } from "~/platform/queue-backends.server";
import { createRelay } from "~/platform/relay.server";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startRedis, type TestRedis } from "../support/redis";
import { waitFor } from "../support/wait-for";

const log = pino({ level: "silent" });
let database: TestDatabase;
let redis: TestRedis;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
});
afterAll(async () => {
  await Promise.all([database.drop(), redis.stop()]);
});

function optionsOf(backend: "postgres" | "redis") {
  return { databaseUrl: database.url, log, ...(backend === "redis" ? { redisUrl: redis.url } : {}) };
}

function collect(queues: Queues): string[] {
  const seen: string[] = [];
  queues.work(
    "deliveries",
    async (job: Job<DeliveryJob>) => {
      seen.push(job.data.deliveryId);
    },
    { concurrency: 5 },
  );
  return seen;
}

describe.each(["postgres", "redis"] as const)("on %s", (backend) => {
  test("a job reaches the processor once, however often it was added while it waited", async () => {
    const queues = createQueues(optionsOf(backend));
    const id = `job-once-${backend}`;
    await queues.add("deliveries", { id, data: { deliveryId: id } });
    await queues.add("deliveries", { id, data: { deliveryId: id } });
    expect((await queues.depth()).deliveries).toBe(1);
    const seen = collect(queues);
    await waitFor(() => seen.includes(id), { describe: "the job is processed" });
    await waitFor(async () => (await queues.depth()).deliveries === 0, { describe: "the queue is empty" });
    expect(seen.filter((each) => each === id)).toHaveLength(1);
    await queues.close();
  });

  test("a job that asks for a later time comes again then, without counting as failed", async () => {
    const queues = createQueues(optionsOf(backend));
    const times: number[] = [];
    queues.work(
      "deliveries-critical",
      async (job, token) => {
        times.push(Date.now());
        if (times.length > 1) return;
        await job.moveToDelayed(Date.now() + 400, token);
        throw new DelayedError();
      },
      { concurrency: 1 },
    );
    await queues.add("deliveries-critical", { id: `job-later-${backend}`, data: { deliveryId: "later" } });
    await waitFor(() => times.length === 2, { describe: "the job came twice" });
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(395);
    await queues.close();
  });

  test("the relay reaches every node, the publisher's own too", async () => {
    const [one, two] = [1, 2].map((node) => createRelay({ ...optionsOf(backend), name: `node-${node}` }));
    if (!one || !two) throw new Error("two relays were made");
    const heard: string[] = [];
    one.subscribe("alerts.changed", ({ ids }) => void heard.push(`one:${ids[0]}`));
    two.subscribe("alerts.changed", ({ ids }) => void heard.push(`two:${ids[0]}`));
    await waitFor(
      () => {
        one.publish("alerts.changed", { ids: ["a"] });
        return heard.includes("one:a") && heard.includes("two:a");
      },
      { describe: "both nodes heard" },
    );
    await Promise.all([one.close(), two.close()]);
  });
});

test("while Redis is away adding fails fast, and works again when it is back", async () => {
  const queues = createQueues(optionsOf("redis"));
  await queues.add("deliveries", { id: "before", data: { deliveryId: "before" } });
  await redis.kill();
  const startedAt = Date.now();
  await expect(queues.add("deliveries", { id: "during", data: { deliveryId: "during" } })).rejects.toThrow();
  expect(Date.now() - startedAt).toBeLessThan(4_000);
  const seen = collect(queues);
  await redis.restart();
  await waitFor(() => seen.includes("before"), { describe: "the consumer is back", timeoutMs: 15_000 });
  await queues.add("deliveries", { id: "after", data: { deliveryId: "after" } });
  await waitFor(() => seen.includes("after"), { describe: "the producer is back" });
  await queues.close();
}, 60_000);
