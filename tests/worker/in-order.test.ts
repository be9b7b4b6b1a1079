import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { redeliverFailed } from "~/domain/deliveries/redeliver-failed.server";
import { releaseHeld } from "~/domain/deliveries/release-held.server";
import { deliver } from "../../worker/deliver";
import { type Pipeline, recordAlert, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startRedis, type TestRedis } from "../support/redis";
import { waitFor } from "../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";

const COUNT = 6;
/** The far side takes its time with the first: whatever does not wait for it overtakes it. */
const FIRST_MS = 400;

describe.each(["redis", "postgres"] as const)("with the queue on %s", (backend) => {
  let database: TestDatabase;
  let redis: TestRedis | null = null;
  let receiver: WebhookReceiver;
  let pipeline: Pipeline;

  beforeAll(async () => {
    database = await createTestDatabase();
    if (backend === "redis") redis = await startRedis();
    pipeline = await seedPipeline(database.url, redis ? { REDIS_URL: redis.url } : {});
    pipeline.ctx.queues.work("deliveries-critical", deliver(pipeline.ctx), { concurrency: 32 });
    pipeline.ctx.queues.work("deliveries", deliver(pipeline.ctx), { concurrency: 32 });
  });
  beforeEach(async () => {
    await receiver?.close();
    receiver = await startWebhookReceiver({ script: [{ delayMs: FIRST_MS }] });
  });
  afterAll(async () => {
    await pipeline?.ctx.close();
    await Promise.all([receiver?.close(), redis?.stop()]);
    await database?.drop();
  });

  /** Alerts with a delivery each in the given state, the oldest first. */
  async function prepare(state: "held" | "failed", severity: "critical" | "high") {
    const channelId = await pipeline.webhook(receiver.url);
    const ruleId = await pipeline.rule({ name: `${state} ${severity}`, channels: [channelId], severity });
    const alertIds: string[] = [];
    for (let index = 0; index < COUNT; index += 1) {
      const { alertId } = await recordAlert(pipeline, ruleId);
      const createdAt = new Date(Date.now() - (COUNT - index) * 10_000);
      const finishedAt = state === "failed" ? new Date() : null;
      await pipeline.ctx.db.delivery.updateMany({ where: { alertId }, data: { state, createdAt, finishedAt } });
      alertIds.push(alertId);
    }
    return { channelId, alertIds };
  }

  /** Each once, in order, and none before the first had its answer. */
  async function expectInOrder(alertIds: string[]) {
    await waitFor(() => receiver.requests.length >= COUNT || undefined, { describe: "all of them arrive" });
    expect(receiver.requests.map(({ json }) => json.data.id)).toEqual(alertIds);
    const [first, second] = receiver.requests.map(({ receivedAtMs }) => receivedAtMs);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(FIRST_MS * 0.9);
  }

  test.each(["critical", "high"] as const)(
    "what was held goes out in the order in which it happened: %s alerts",
    async (severity) => {
      const { channelId, alertIds } = await prepare("held", severity);
      expect(await releaseHeld(pipeline.ctx, { channelId })).toBe(COUNT);
      await expectInOrder(alertIds);
    },
  );

  test("what is sent again since a time goes out in the order in which it happened", async () => {
    const { channelId, alertIds } = await prepare("failed", "high");
    const since = new Date(Date.now() - 60_000);
    expect(await redeliverFailed(pipeline.ctx, { actor: { userId: null }, channelId, since })).toEqual({
      queued: COUNT,
    });
    await expectInOrder(alertIds);
  });
});
