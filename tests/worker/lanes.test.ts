import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import { sweepDeliveries } from "~/domain/deliveries/sweep-deliveries.server";
import { deliver } from "../../worker/deliver";
import { prepareDeliveryRows } from "../support/delivery-rows";
import { type Pipeline, recordAlert, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startRedis, type TestRedis } from "../support/redis";
import { waitFor } from "../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";

const FLOOD = 10_000;
const PER_MINUTE = 30;
/** The promise. */
const LIMIT_MS = 2_000;

describe.each(["redis", "postgres"] as const)("with the queue on %s", (backend) => {
  let database: TestDatabase;
  let redis: TestRedis | null = null;
  let receiver: WebhookReceiver;
  let pipeline: Pipeline;

  beforeAll(async () => {
    [database, receiver] = await Promise.all([createTestDatabase(), startWebhookReceiver()]);
    if (backend === "redis") redis = await startRedis();
    pipeline = await seedPipeline(database.url, redis ? { REDIS_URL: redis.url } : {});
  });
  afterAll(async () => {
    await pipeline?.ctx.close();
    await Promise.all([receiver?.close(), redis?.stop()]);
    await database?.drop();
  });

  test("10,000 lows before a destination that takes 30 a minute delay a critical alert by less than 2 s", async () => {
    const { ctx } = pipeline;
    const channelId = await pipeline.webhook(receiver.url);
    await ctx.db.channel.update({ where: { id: channelId }, data: { maxPerMinute: PER_MINUTE } });
    const rule = await pipeline.rule({ name: "Urgent", channels: [channelId], severity: "critical" });
    const lows = await (await prepareDeliveryRows(pipeline, channelId)).make(FLOOD);
    await ctx.sql.query("UPDATE deliveries SET critical = false WHERE channel_id = $1", [channelId]);
    ctx.queues.work("deliveries-critical", deliver(ctx), { concurrency: 32 });
    ctx.queues.work("deliveries", deliver(ctx), { concurrency: 32 });
    const sweeping = setInterval(() => void sweepDeliveries(ctx), 3_000);
    const feeding = enqueueDeliveries(
      ctx,
      lows.map(({ id }) => ({ id, critical: false })),
    );
    try {
      const delays: number[] = [];
      const parked = () => ctx.db.delivery.count({ where: { channelId, isParked: true } });
      // In the thick of it, and when everything waits for its turn.
      for (const least of [100, 3_000, FLOOD - 100]) {
        await waitFor(async () => (await parked()) >= least, { timeoutMs: 180_000, describe: `${least} lows wait` });
        const startedAtMs = performance.timeOrigin + performance.now();
        const { alertId, deliveries } = await recordAlert(pipeline, rule);
        await enqueueDeliveries(ctx, deliveries);
        const request = await receiver.waitForRequest(({ json }) => json?.data?.id === alertId);
        delays.push(request.receivedAtMs - startedAtMs);
      }
      console.log(`critical alerts in a flood (${backend}), ms:`, delays.map(Math.round));
      expect(Math.max(...delays)).toBeLessThan(LIMIT_MS);
      expect(await ctx.db.delivery.count({ where: { channelId, state: "failed" } })).toBe(0);
      const times = receiver.requests.map(({ receivedAtMs }) => receivedAtMs);
      for (const start of times) {
        expect(times.filter((at) => at >= start && at < start + 60_000).length).toBeLessThanOrEqual(PER_MINUTE);
      }
    } finally {
      clearInterval(sweeping);
      await feeding;
    }
  }, 300_000);
});
