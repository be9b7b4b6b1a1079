import { setTimeout as sleep } from "node:timers/promises";

import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import { prepareDeliveryRows } from "../../support/delivery-rows";
import { type Pipeline, seedPipeline } from "../../support/pipeline";
import { createDatabase } from "../../support/postgres-server";
import { startRedis } from "../../support/redis";
import { TEST_SECRET } from "../../support/test-context";
import { waitFor } from "../../support/wait-for";
import { startWorkerProcess, type WorkerProcess } from "../../support/worker-process";
import { startReceiver } from "./receiver";

/** How hard to try. */
export interface StormOptions {
  count: number;
  kills: number;
  backend: "redis" | "postgres";
  /** A PostgreSQL server with the template. */
  serverUrl: string;
  say?: (text: string) => void;
}

/** What came of it. */
export interface StormResult {
  /** Deliveries that were committed. */
  sent: number;
  /** Different ones that the receiver took. */
  delivered: number;
  lost: number;
  /** Those that it was sent more than once, under the same id. */
  duplicated: number;
  kills: number;
  /** Duplicates that no kill between send and record explains: must be 0. */
  unexplained: number;
  /** Rows that do not say `delivered` in the end: must be 0. */
  unfinished: number;
  seconds: number;
}

const FEED_EVERY_MS = 100;
/** A worker lives this long before it is killed: long enough to have started to send, as a rule. */
const LIFE_MS = { least: 200, most: 1_800 };
/** Roughly what a kill costs with the start of the next worker: over this time the rows are fed. */
const KILL_COSTS_MS = 1_800;
/** A dead worker's claims are given out again after a while; all must be over by then. */
const SETTLE_LIMIT_MS = 240_000;

/**
 * Feeds committed deliveries to the queue while the worker that sends them is killed with SIGKILL at random times, and
 * compares what was committed with what has arrived.
 */
export async function runStorm(options: StormOptions): Promise<StormResult> {
  const { count, kills, backend, say = () => undefined } = options;
  const startedAtMs = performance.now();
  const releases: (() => unknown)[] = [];
  try {
    const database = await createDatabase(options.serverUrl);
    releases.push(database.drop);
    const redis = backend === "redis" ? await startRedis() : null;
    if (redis) releases.push(redis.stop);
    const queue = redis ? { REDIS_URL: redis.url } : {};
    const receiver = await startReceiver();
    releases.push(receiver.close);
    const pipeline = await seedPipeline(database.url, queue);
    releases.push(() => pipeline.ctx.close());

    const env = {
      ...queue,
      DATABASE_URL: database.url,
      SENTINEL_SECRET: TEST_SECRET,
      WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8",
      SENTINEL_DATA_DIR: pipeline.ctx.env.SENTINEL_DATA_DIR,
      LOG_LEVEL: "info",
    };
    const feeding = feed(pipeline, await pipeline.webhook(receiver.url), count, kills);
    const { worker, killedAtMs } = await killAtRandom(() => startWorkerProcess(env), kills, say);
    releases.push(worker.stop);
    const ids = await feeding;
    say(`${ids.length} deliveries committed, ${killedAtMs.length} kills; waiting for the rest`);
    await untilSettled(pipeline);
    const seconds = Math.round((performance.now() - startedAtMs) / 100) / 10;
    const unfinished = await pipeline.ctx.db.delivery.count({ where: { state: { not: "delivered" } } });
    return { ...judge(ids, receiver.arrivals, killedAtMs), unfinished, seconds };
  } finally {
    for (const release of releases.reverse()) await release();
  }
}

/** Commits the rows and puts them onto the queue, evenly over the time that the kills take. */
async function feed(pipeline: Pipeline, channelId: string, count: number, kills: number): Promise<string[]> {
  const rows = await prepareDeliveryRows(pipeline, channelId);
  const rounds = Math.max(1, Math.round((kills * KILL_COSTS_MS) / FEED_EVERY_MS));
  const ids: string[] = [];
  for (let round = 1; ids.length < count; round += 1) {
    const due = Math.min(count, Math.ceil((count * round) / rounds)) - ids.length;
    const made = due > 0 ? await rows.make(due) : [];
    ids.push(...made.map(({ id }) => id));
    // What the queue doesn't take now is swept up, as in life.
    await enqueueDeliveries(pipeline.ctx, made);
    await sleep(FEED_EVERY_MS);
  }
  return ids;
}

async function killAtRandom(start: () => Promise<WorkerProcess>, kills: number, say: (text: string) => void) {
  const killedAtMs: number[] = [];
  let worker = await start();
  for (let kill = 0; kill < kills; kill += 1) {
    await sleep(LIFE_MS.least + Math.random() * (LIFE_MS.most - LIFE_MS.least));
    killedAtMs.push(Date.now());
    await worker.kill9();
    say(`kill ${kill + 1} of ${kills}`);
    worker = await start();
  }
  return { worker, killedAtMs };
}

/** Until nothing is on its way any more. */
async function untilSettled(pipeline: Pipeline): Promise<void> {
  const open = { state: { in: ["queued" as const, "sending" as const] } };
  await waitFor(async () => (await pipeline.ctx.db.delivery.count({ where: open })) === 0, {
    timeoutMs: SETTLE_LIMIT_MS,
    intervalMs: 500,
    describe: "every delivery is over",
  });
}

function judge(ids: readonly string[], arrivals: ReadonlyMap<string, number[]>, killedAtMs: readonly number[]) {
  const delivered = ids.filter((id) => arrivals.has(`msg_${id}`));
  const repeated = [...arrivals.values()].filter((times) => times.length > 1);
  const unexplained = repeated.filter((times) => !isExplained(times, killedAtMs));
  return {
    sent: ids.length,
    delivered: delivered.length,
    lost: ids.length - delivered.length,
    duplicated: repeated.length,
    kills: killedAtMs.length,
    unexplained: unexplained.length,
  };
}

/** Between two arrivals of one delivery the worker that had sent the first one must have been killed, right after it. */
function isExplained(times: readonly number[], killedAtMs: readonly number[]): boolean {
  return times.slice(1).every((time, index) => {
    const before = times[index] ?? 0;
    return killedAtMs.some((killedAt) => killedAt >= before - 100 && killedAt <= before + 1_000 && killedAt <= time);
  });
}
