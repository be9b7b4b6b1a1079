import { afterAll, beforeAll, expect, test } from "vitest";

import { updateChannel } from "~/domain/channels/update-channel.server";
import { deliver } from "../../worker/deliver";
import { type Pipeline, recordAlert, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { waitFor } from "../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";

let database: TestDatabase;
let receiver: WebhookReceiver;
let pipeline: Pipeline;

beforeAll(async () => {
  [database, receiver] = await Promise.all([createTestDatabase(), startWebhookReceiver()]);
  pipeline = await seedPipeline(database.url);
});
afterAll(async () => {
  await pipeline?.ctx.close();
  await receiver?.close();
  await database?.drop();
});

const clock = (inMinutes: number) => new Date(Date.now() + inMinutes * 60_000).toISOString().slice(11, 16);
const hours = (endsInMinutes: number) => ({ from: clock(-10), to: clock(endsInMinutes), timezone: "UTC" });

test("what waits for quiet hours goes by the new ones when they are changed, and is told when they are taken away", async () => {
  const { ctx } = pipeline;
  const channelId = await pipeline.webhook(receiver.url);
  const change = (quietHours: ReturnType<typeof hours> | null) =>
    updateChannel(ctx, { actor: { userId: null }, id: channelId, patch: { quietHours } });
  ctx.queues.work("deliveries", deliver(ctx), { concurrency: 4 });
  await change(hours(120));
  const ruleId = await pipeline.rule({ channels: [channelId], severity: "high" });
  const { alertId, deliveries } = await recordAlert(pipeline, ruleId);
  await ctx.queues.add("deliveries", { id: deliveries[0]?.id ?? "", data: { deliveryId: deliveries[0]?.id ?? "" } });
  const waitsUntil = (minutes: number) =>
    waitFor(
      async () => {
        const { nextAttemptAt } = await ctx.db.delivery.findFirstOrThrow({ where: { alertId } });
        const inMinutes = ((nextAttemptAt?.getTime() ?? 0) - Date.now()) / 60_000;
        return Math.abs(inMinutes - minutes) < 2 || undefined;
      },
      { describe: `it waits for ${minutes} minutes` },
    );
  await waitsUntil(120);
  await change(hours(60));
  await waitsUntil(60);
  expect(receiver.requests).toEqual([]);
  await change(null);
  const request = await receiver.waitForRequest();
  expect(request.json.data.id).toBe(alertId);
});
