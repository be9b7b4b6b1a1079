import { afterAll, beforeAll, test } from "vitest";

import { acknowledgeAlerts } from "~/domain/alerts/acknowledge-alerts.server";
import { createEscalationPolicy } from "~/domain/escalations/create-escalation-policy.server";
import { NewEscalationPolicy } from "~/domain/escalations/escalation-policy";
import { deliver } from "../../../worker/deliver";
import { takeDueSteps } from "../../../worker/escalations/take-due-steps";
import { type Pipeline, recordAlert, seedPipeline } from "../../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../../support/postgres";
import { waitFor } from "../../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../../support/webhook-receiver";

let database: TestDatabase;
let pipeline: Pipeline;
let receiver: WebhookReceiver;
const actor = { userId: null };

beforeAll(async () => {
  database = await createTestDatabase();
  pipeline = await seedPipeline(database.url);
  receiver = await startWebhookReceiver();
  const { queues } = pipeline.ctx;
  queues.work("deliveries-critical", deliver(pipeline.ctx), { concurrency: 4 });
  queues.work("deliveries", deliver(pipeline.ctx), { concurrency: 4 });
});
afterAll(async () => {
  await pipeline?.ctx.close();
  await receiver?.close();
  await database?.drop();
});

test.each(["suppressed", "failed"] as const)(
  "who was told by an escalation alone, for the first message was %s, hears that somebody acknowledged",
  async (state) => {
    const { ctx } = pipeline;
    const channelId = await pipeline.webhook(receiver.url);
    const input = NewEscalationPolicy.parse({
      name: `For ${state}`,
      steps: [{ channels: [channelId], waitSeconds: 600 }],
    });
    const { id: escalationPolicyId } = await createEscalationPolicy(ctx, { actor, input });
    const ruleId = await pipeline.rule({ channels: [channelId], severity: "high", escalationPolicyId });
    const { alertId } = await recordAlert(pipeline, ruleId);
    await ctx.db.delivery.updateMany({
      where: { alertId },
      data: { state, finishedAt: new Date(), enqueuedAt: new Date() },
    });
    await takeDueSteps(ctx);
    await receiver.waitForRequest(({ json }) => json.data?.id === alertId && json.change === "escalated");
    await waitFor(() =>
      ctx.db.delivery.findFirst({ where: { alertId, purpose: "alert.escalated", state: "delivered" } }),
    );
    await acknowledgeAlerts(ctx, { actor, ids: [alertId] });
    await receiver.waitForRequest(({ json }) => json.data?.id === alertId && json.type === "alert.acknowledged", {
      timeoutMs: 5_000,
    });
  },
);

test("an alert that its channel puts off until the morning is told by the escalation's first step", async () => {
  const { ctx } = pipeline;
  const channelId = await pipeline.webhook(receiver.url);
  await ctx.db.channel.update({ where: { id: channelId }, data: { digestMinutes: 1_440 } });
  const input = NewEscalationPolicy.parse({ name: "Night", steps: [{ channels: [channelId], waitSeconds: 600 }] });
  const { id: escalationPolicyId } = await createEscalationPolicy(ctx, { actor, input });
  const ruleId = await pipeline.rule({ channels: [channelId], severity: "low", escalationPolicyId });
  const { alertId } = await recordAlert(pipeline, ruleId);
  await takeDueSteps(ctx);
  await receiver.waitForRequest(({ json }) => json.data?.id === alertId && json.change === "escalated", {
    timeoutMs: 5_000,
  });
});
