import { setTimeout as sleep } from "node:timers/promises";

import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import { type DeliveryRows, prepareDeliveryRows } from "../support/delivery-rows";
import { type Pipeline, seedPipeline } from "../support/pipeline";
import { createDatabase, startPostgres } from "../support/postgres-server";
import { startRedis } from "../support/redis";
import { TEST_SECRET } from "../support/test-context";
import { waitFor } from "../support/wait-for";
import { startWorkerProcess } from "../support/worker-process";
import { ask, startChild } from "./child";
import { quantile } from "./quantile";

/** Deliveries through PostgreSQL and the queue, against a receiver that answers at once. */
export interface Deliveries {
  backend: "postgres" | "redis";
  /** From the first job added to the last delivery written down as delivered. */
  perSecond: number;
  count: number;
  /** From the moment a job is added to an idle queue until the body has arrived, ms. */
  idleP50Ms: number;
  idleP99Ms: number;
}

type Arrivals = [id: string, atMs: number][];

const COUNT = 5_000;
const WARM_UP = 500;
const IDLE_SAMPLES = 300;
const IDLE_PAUSE_MS = 25;
const BATCH = 250;
const LIMIT_MS = 120_000;

/** Runs the built worker in a process of its own; rows are committed before the clock starts. @throws {Error} when one doesn't arrive. */
export async function measureDeliveries(backend: Deliveries["backend"]): Promise<Deliveries> {
  const releases: (() => unknown)[] = [];
  try {
    const server = await startPostgres();
    releases.push(server.stop);
    const database = await createDatabase(server.url);
    const redis = backend === "redis" ? await startRedis() : null;
    if (redis) releases.push(redis.stop);
    const queue = redis ? { REDIS_URL: redis.url } : {};
    const receiver = await startChild<string>(new URL("./delivery-receiver.ts", import.meta.url));
    releases.push(() => receiver.child.disconnect());
    const pipeline = await seedPipeline(database.url, queue);
    releases.push(() => pipeline.ctx.close());
    const worker = await startWorkerProcess({
      ...queue,
      DATABASE_URL: database.url,
      SENTINEL_SECRET: TEST_SECRET,
      SENTINEL_DATA_DIR: pipeline.ctx.env.SENTINEL_DATA_DIR,
      WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8",
      LOG_LEVEL: "info",
    });
    releases.push(worker.stop);

    const rows = await prepareDeliveryRows(pipeline, await pipeline.webhook(receiver.first));
    await measureThroughput(pipeline, rows, WARM_UP);
    await ask<Arrivals>(receiver.child, {});
    const perSecond = await measureThroughput(pipeline, rows, COUNT);
    await ask<Arrivals>(receiver.child, {});
    const addedAtMs = await addOneByOne(pipeline, rows);
    const arrivals = await ask<Arrivals>(receiver.child, {});
    const delays = arrivals.map(([id, atMs]) => atMs - (addedAtMs.get(id) ?? Number.NaN));
    return { backend, perSecond, count: COUNT, idleP50Ms: quantile(delays, 0.5), idleP99Ms: quantile(delays, 0.99) };
  } finally {
    for (const release of releases.reverse()) await release();
  }
}

async function measureThroughput({ ctx }: Pipeline, rows: DeliveryRows, count: number): Promise<number> {
  const made = await rows.make(count);
  const startedAtMs = performance.now();
  for (let at = 0; at < made.length; at += BATCH) {
    const failed = await enqueueDeliveries(ctx, made.slice(at, at + BATCH));
    if (failed.length > 0) throw new Error(`${failed.length} jobs could not be added`);
  }
  await untilDelivered({ ctx });
  return (count / (performance.now() - startedAtMs)) * 1_000;
}

async function addOneByOne({ ctx }: Pipeline, rows: DeliveryRows): Promise<Map<string, number>> {
  const addedAtMs = new Map<string, number>();
  for (let sample = 0; sample < IDLE_SAMPLES; sample += 1) {
    // Made one by one: what lies there for seconds is put onto the queue by the sweeper.
    const [delivery] = await rows.make(1);
    if (delivery === undefined) throw new Error("no row was made");
    addedAtMs.set(`msg_${delivery.id}`, performance.timeOrigin + performance.now());
    await enqueueDeliveries(ctx, [delivery]);
    await sleep(IDLE_PAUSE_MS);
  }
  await untilDelivered({ ctx });
  return addedAtMs;
}

async function untilDelivered({ ctx }: Pick<Pipeline, "ctx">): Promise<void> {
  const open = `SELECT FROM deliveries WHERE state IN ('queued', 'sending') LIMIT 1`;
  const isOver = async () => (await ctx.sql.query(open)).rowCount === 0;
  await waitFor(isOver, { timeoutMs: LIMIT_MS, intervalMs: 20, describe: "every delivery is over" });
}
