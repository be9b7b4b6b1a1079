import { afterAll, beforeAll, expect, test } from "vitest";

import { claimDelivery } from "~/domain/deliveries/claim-delivery.server";
import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import { recordAttempt } from "~/domain/deliveries/record-attempt.server";
import { deliver } from "../../../worker/deliver";
import { type Pipeline, readDelivery, recordAlert, seedPipeline } from "../../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../../support/postgres";
import { waitFor } from "../../support/wait-for";
import { startWebhookReceiver } from "../../support/webhook-receiver";

let database: TestDatabase;
let pipeline: Pipeline;

beforeAll(async () => {
  database = await createTestDatabase();
  pipeline = await seedPipeline(database.url);
});
afterAll(async () => {
  await pipeline?.ctx.close();
  await database?.drop();
});

test("a header that is cut in the middle of a character is written down: nothing is sent again because of it", async () => {
  const { ctx } = pipeline;
  const channelId = await pipeline.webhook("http://127.0.0.1:1/hook");
  const ruleId = await pipeline.rule({ channels: [channelId], severity: "critical" });
  const id = (await recordAlert(pipeline, ruleId)).deliveries[0]?.id ?? "";
  expect(await claimDelivery(ctx, { id })).toMatchObject({ kind: "claimed" });
  const subject = `${"x".repeat(499)}😀 and more`;
  await recordAttempt(ctx, {
    ...{ deliveryId: id, channelId, startedAt: new Date(), durationMs: 1, outcome: "ok", statusCode: 250 },
    request: { method: "SMTP", host: "mail", headers: { subject, nul: "a\u0000b" }, body: "half \ud83d and \u0000" },
    ...{ responseHeaders: { odd: "\udc00" }, responseBody: "\udc00\u0000", error: null, remoteId: null },
    next: { state: "delivered" },
  });
  const row = await readDelivery(ctx, id);
  expect(row.state).toBe("delivered");
  expect(row.attemptRows[0]?.requestHeaders).toEqual({ subject: `${"x".repeat(499)}\ufffd`, nul: "a\ufffdb" });
});

test("a far side that is gone with hostile last words is switched off all the same", async () => {
  const { ctx } = pipeline;
  const receiver = await startWebhookReceiver({
    script: [{ status: 410, body: `{"message":"\\ud800\\u0000"}`, headers: { "x-odd": "\u00ff\u0085" } }],
  });
  ctx.queues.work("deliveries-critical", deliver(ctx), { concurrency: 2 });
  try {
    const channelId = await pipeline.webhook(receiver.url);
    const ruleId = await pipeline.rule({ channels: [channelId], severity: "critical" });
    await enqueueDeliveries(ctx, (await recordAlert(pipeline, ruleId)).deliveries);
    await waitFor(async () => !(await ctx.db.channel.findUniqueOrThrow({ where: { id: channelId } })).enabled, {
      timeoutMs: 8_000,
    });
    expect(receiver.requests).toHaveLength(1);
  } finally {
    await receiver.close();
  }
});
