import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import { prepareDeliveryRows } from "../support/delivery-rows";
import { type Pipeline, readDelivery, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startRedis, type TestRedis } from "../support/redis";
import { TEST_SECRET } from "../support/test-context";
import { waitFor } from "../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";
import { startWorkerProcess, type WorkerProcess } from "../support/worker-process";

const HOUR_MS = 3_600_000;
const PRELOAD = new URL("../support/moved-clock.mjs", import.meta.url).href;

let folder: string;
let database: TestDatabase;
let redis: TestRedis;
let receiver: WebhookReceiver;
let pipeline: Pipeline;
let worker: WorkerProcess;

const moveClock = (offsetMs: number) => writeFile(join(folder, "clock"), String(offsetMs));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sentinel-clock-"));
  await moveClock(0);
  [database, redis, receiver] = await Promise.all([createTestDatabase(), startRedis(), startWebhookReceiver()]);
});
afterEach(async () => {
  await worker?.stop();
  await pipeline?.ctx.close();
  await Promise.all([redis?.stop(), receiver?.close()]);
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

async function start(backend: "redis" | "postgres") {
  const queue = backend === "redis" ? { REDIS_URL: redis.url } : {};
  pipeline = await seedPipeline(database.url, queue);
  const env = {
    ...queue,
    DATABASE_URL: database.url,
    SENTINEL_SECRET: TEST_SECRET,
    SENTINEL_DATA_DIR: folder,
    WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8",
    MOVED_CLOCK_FILE: join(folder, "clock"),
  };
  worker = await startWorkerProcess(env, { preload: [PRELOAD] });
  return prepareDeliveryRows(pipeline, await pipeline.webhook(receiver.url));
}

test.each([
  ["redis", HOUR_MS],
  ["redis", -HOUR_MS],
  ["postgres", HOUR_MS],
  ["postgres", -HOUR_MS],
] as const)(
  "queue on %s, the worker's clock moves by %i ms while a delivery waits for its retry: it is told soon, and once",
  async (backend, offsetMs) => {
    const rows = await start(backend);
    receiver.setScript([{ status: 500 }]);
    const [first] = await rows.make(1);
    if (!first) throw new Error("no row");
    await enqueueDeliveries(pipeline.ctx, [first]);
    await receiver.waitForRequest();
    await moveClock(offsetMs);
    const others = await rows.make(20);
    await enqueueDeliveries(pipeline.ctx, others);
    for (const { id } of [first, ...others]) {
      const done = async () => (await readDelivery(pipeline.ctx, id)).state === "delivered";
      await waitFor(done, { timeoutMs: 50_000, intervalMs: 100, describe: `delivery ${id} is over` });
    }
    const ids = receiver.requests.map(({ headers }) => headers["webhook-id"]);
    expect(ids).toHaveLength(1 + 21);
    expect(new Set(ids).size).toBe(21);
    expect((await readDelivery(pipeline.ctx, first.id)).attemptRows.map(({ outcome }) => outcome)).toEqual([
      "retry",
      "ok",
    ]);
  },
  90_000,
);
