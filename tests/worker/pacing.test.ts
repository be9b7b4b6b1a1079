import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";

import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import { sweepDeliveries } from "~/domain/deliveries/sweep-deliveries.server";
import type { Context } from "~/platform/context.server";
import { deliver } from "../../worker/deliver";
import { prepareDeliveryRows } from "../support/delivery-rows";
import { type Pipeline, recordAlert, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startRedis, type TestRedis } from "../support/redis";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";
import { type ScriptedAnswer, startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";

let database: TestDatabase;
let redis: TestRedis;
let pipeline: Pipeline;
const receivers: WebhookReceiver[] = [];
const workers: { stop: () => Promise<void> }[] = [];

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
  pipeline = await seedPipeline(database.url, { REDIS_URL: redis.url });
});
afterAll(async () => {
  for (const worker of workers) await worker.stop();
  await pipeline?.ctx.close();
  await Promise.all([...receivers.map((receiver) => receiver.close()), redis?.stop()]);
  await database?.drop();
});

/** What delivers in a worker, in a context of its own. */
function startWorker() {
  const ctx = createTestContext(database.url, { REDIS_URL: redis.url });
  ctx.queues.work("deliveries-critical", deliver(ctx), { concurrency: 8 });
  ctx.queues.work("deliveries", deliver(ctx), { concurrency: 8 });
  const sweeping = setInterval(() => void sweepDeliveries(ctx), 3_000);
  let isRunning = true;
  const stop = async () => {
    if (!isRunning) return;
    isRunning = false;
    clearInterval(sweeping);
    await ctx.close();
  };
  const worker = { ctx, stop };
  workers.push(worker);
  return worker;
}

async function receive(script: ScriptedAnswer[] = []) {
  const receiver = await startWebhookReceiver({ script });
  receivers.push(receiver);
  return { receiver, channelId: await pipeline.webhook(receiver.url) };
}

const setLimit = (ctx: Context, channelId: string, maxPerMinute: number) =>
  ctx.db.channel.update({ where: { id: channelId }, data: { maxPerMinute } });
const most = (times: readonly number[], windowMs: number) =>
  Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + windowMs).length));

test("two workers share one pace, and a restart keeps it: no minute has more than the limit, and little is wasted", async () => {
  const [first] = [startWorker(), startWorker()];
  const { receiver, channelId } = await receive();
  await setLimit(pipeline.ctx, channelId, 60);
  const rows = await (await prepareDeliveryRows(pipeline, channelId)).make(200);
  await enqueueDeliveries(pipeline.ctx, rows);
  await waitFor(() => receiver.requests.length >= 20, { timeoutMs: 40_000 });
  await first?.stop();
  startWorker();
  await sleep(70_000 - 20_000);
  const times = receiver.requests.map(({ receivedAtMs }) => receivedAtMs);
  expect(most(times, 60_000)).toBeLessThanOrEqual(60);
  // Ten at once after a pause, and fifty a minute in the long run.
  expect(most(times, 6_000)).toBeLessThanOrEqual(10 + 5 + 1);
  const lastedMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  expect(times.length).toBeGreaterThanOrEqual(Math.floor((lastedMs / 60_000) * 50 * 0.9));
  const byId = new Map(rows.map(({ id, critical }) => [`msg_${id}`, critical]));
  const kinds = receiver.requests.map(({ headers }) => byId.get(String(headers["webhook-id"])));
  // Half of them are critical: those go first, but for what was under way before they came.
  expect(kinds.filter((critical) => critical === false).length).toBeLessThanOrEqual(10);
  await pipeline.ctx.db.delivery.deleteMany({ where: { channelId } });
}, 150_000);

test("a storm of 429 loses nothing and burns nothing, and each silence is kept to the end", async () => {
  startWorker();
  const refusal = { status: 429, headers: { "retry-after": "1" } };
  const { receiver, channelId } = await receive([...Array(8).fill(refusal), {}, {}, refusal, refusal, refusal]);
  const rule = await pipeline.rule({ channels: [channelId], severity: "critical" });
  const ids: string[] = [];
  for (let each = 0; each < 40; each += 1) {
    const { deliveries } = await recordAlert(pipeline, rule);
    ids.push(...deliveries.map(({ id }) => id));
    await enqueueDeliveries(pipeline.ctx, deliveries);
  }
  const rows = await waitFor(
    async () => {
      const all = await pipeline.ctx.db.delivery.findMany({
        where: { id: { in: ids } },
        include: { attemptRows: { orderBy: { number: "asc" } } },
      });
      return all.every(({ state }) => state === "delivered") ? all : null;
    },
    { timeoutMs: 60_000, describe: "all are delivered" },
  );
  expect(rows.every(({ attempts }) => attempts === 1)).toBe(true);
  const accepted = receiver.requests.map(({ headers }) => headers["webhook-id"]);
  expect(new Set(accepted)).toEqual(new Set(ids.map((id) => `msg_${id}`)));
  const attempts = rows.flatMap(({ attemptRows }) => attemptRows);
  const refused = attempts.filter(({ outcome }) => outcome === "wait");
  expect(attempts).toHaveLength(40 + refused.length);
  for (const { startedAt, durationMs } of refused) {
    const silentFrom = startedAt.getTime() + durationMs;
    // What was under way when the answer came is not to blame.
    const broke = attempts.filter((other) => {
      const at = other.startedAt.getTime();
      return at > silentFrom + 60 && at < silentFrom + 975;
    });
    expect(broke).toEqual([]);
  }
}, 90_000);
