import { afterAll, beforeAll, expect, test } from "vitest";

import { disableChannel } from "~/domain/channels/disable-channel.server";
import { updateChannel } from "~/domain/channels/update-channel.server";
import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import { sweepDeliveries } from "~/domain/deliveries/sweep-deliveries.server";
import { updateRule } from "~/domain/rules/update-rule.server";
import { deliver } from "../../../worker/deliver";
import { type Pipeline, readDelivery, recordAlert, seedPipeline } from "../../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../../support/postgres";
import { waitFor } from "../../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../../support/webhook-receiver";

let database: TestDatabase;
let pipeline: Pipeline;
const receivers: WebhookReceiver[] = [];
const actor = { userId: null };

beforeAll(async () => {
  database = await createTestDatabase();
  pipeline = await seedPipeline(database.url);
  const { queues } = pipeline.ctx;
  queues.work("deliveries-critical", deliver(pipeline.ctx), { concurrency: 4 });
  queues.work("deliveries", deliver(pipeline.ctx), { concurrency: 4 });
});
afterAll(async () => {
  await pipeline?.ctx.close();
  await Promise.all(receivers.map((receiver) => receiver.close()));
  await database?.drop();
});

async function receiverOf(name: string, script: Parameters<WebhookReceiver["setScript"]>[0] = []) {
  const receiver = await startWebhookReceiver({ script });
  receivers.push(receiver);
  return { receiver, channelId: await pipeline.webhook(receiver.url, name) };
}

async function fallbackOf() {
  const { ctx } = pipeline;
  await ctx.db.channel.updateMany({ data: { isFallback: false } });
  const spare = await receiverOf("Spare");
  await ctx.db.channel.update({ where: { id: spare.channelId }, data: { isFallback: true } });
  return spare.receiver;
}

test("a far side that asks for a little patience again and again doesn't keep an alert silent: the fallback hears of it", async () => {
  const { ctx } = pipeline;
  const spare = await fallbackOf();
  const busy = await receiverOf(
    "Busy",
    Array.from({ length: 1_000 }, () => ({ status: 429, headers: { "retry-after": "1" } })),
  );
  const ruleId = await pipeline.rule({ channels: [busy.channelId], severity: "critical" });
  const { alertId, deliveries } = await recordAlert(pipeline, ruleId);
  await enqueueDeliveries(ctx, deliveries);
  await waitFor(() => busy.receiver.requests.length >= 2, { describe: "it asks again" });

  await sweepDeliveries(ctx);
  expect(await ctx.db.delivery.count({ where: { fallbackForId: busy.channelId } })).toBe(0);
  // As if this had been going on for a minute.
  await ctx.sql.query(
    `UPDATE delivery_attempts SET started_at = started_at - interval '1 minute'
     WHERE delivery_id IN (SELECT id FROM deliveries WHERE channel_id = $1)`,
    [busy.channelId],
  );
  await waitFor(
    async () => {
      await sweepDeliveries(ctx);
      return spare.requests.some(({ json }) => json.data.id === alertId);
    },
    { timeoutMs: 8_000, describe: "the fallback is told" },
  );
  await sweepDeliveries(ctx);
  expect(spare.requests.filter(({ json }) => json.data.id === alertId)).toHaveLength(1);
  // And it still goes where it belongs, once it can.
  busy.receiver.setScript([]);
  await waitFor(async () => (await readDelivery(ctx, deliveries[0]?.id ?? "")).state === "delivered", {
    timeoutMs: 40_000,
  });
  expect((await readDelivery(ctx, deliveries[0]?.id ?? "")).attempts).toBe(1);
}, 90_000);

test("whoever was the probe of a far side that is away is told of as soon as those behind it", async () => {
  const { ctx } = pipeline;
  const spare = await fallbackOf();
  const away = await receiverOf(
    "Away",
    Array.from({ length: 1_000 }, () => ({ status: 503 })),
  );
  const ruleId = await pipeline.rule({ channels: [away.channelId], severity: "critical" });
  const made = await Promise.all(Array.from({ length: 6 }, () => recordAlert(pipeline, ruleId)));
  for (const { deliveries } of made) await enqueueDeliveries(ctx, deliveries);
  const rows = () => ctx.db.delivery.findMany({ where: { channelId: away.channelId } });
  await waitFor(async () => (await rows()).every(({ isParked }) => isParked), { timeoutMs: 30_000 });
  // All have waited for a minute, and have just been tried, as probes are.
  await ctx.sql.query("UPDATE destinations SET opened_at = now() - interval '1 minute' WHERE breaker <> 'closed'");
  await ctx.sql.query(
    `UPDATE delivery_attempts SET started_at = started_at - interval '1 minute'
     WHERE delivery_id IN (SELECT id FROM deliveries WHERE channel_id = $1)`,
    [away.channelId],
  );
  await ctx.sql.query(
    "UPDATE deliveries SET created_at = created_at - interval '1 minute', claimed_at = now() WHERE channel_id = $1 AND claimed_at IS NOT NULL",
    [away.channelId],
  );
  await sweepDeliveries(ctx);
  await waitFor(() => new Set(spare.requests.map(({ json }) => json.data.id)).size >= 5, {
    timeoutMs: 5_000,
    describe: "all that were tried are told of",
  });
}, 60_000);

test("an alert whose channels are all switched off or deleted goes to the fallback instead of to nobody", async () => {
  const { ctx } = pipeline;
  const spare = await fallbackOf();
  const off = await receiverOf("Off");
  await updateChannel(ctx, { actor, id: off.channelId, patch: { enabled: false } });
  const deleted = ctx.newId();
  const ruleId = await pipeline.rule({ channels: [off.channelId], severity: "critical" });
  await ctx.db.rule.update({ where: { id: ruleId }, data: { channels: [off.channelId, deleted] } });
  const { alertId, deliveries } = await recordAlert(pipeline, ruleId);
  await enqueueDeliveries(ctx, deliveries);
  await spare.waitForRequest(({ json }) => json.data.id === alertId, { timeoutMs: 5_000 });

  // A rule that is to tell nobody tells nobody.
  const quiet = await pipeline.rule({ channels: [], severity: "critical" });
  expect((await recordAlert(pipeline, quiet)).deliveries).toEqual([]);
});

test("an alert that waits for the morning itself keeps no critical one quiet", async () => {
  const { ctx } = pipeline;
  const parentChannel = await receiverOf("Parent");
  const childChannel = await receiverOf("Child");
  await ctx.db.channel.update({ where: { id: parentChannel.channelId }, data: { digestMinutes: 1_440 } });
  const parent = await pipeline.rule({ channels: [parentChannel.channelId], severity: "low" });
  const child = await pipeline.rule({ channels: [childChannel.channelId], severity: "critical" });
  await updateRule(ctx, { actor, id: child, patch: { inhibitedBy: [parent] } });
  await recordAlert(pipeline, parent);
  const { alertId, deliveries } = await recordAlert(pipeline, child);
  await enqueueDeliveries(ctx, deliveries);
  await childChannel.receiver.waitForRequest(({ json }) => json.data.id === alertId, { timeoutMs: 5_000 });
});

test("what failed while the fallback was gone itself is told by it once it is on again", async () => {
  const { ctx } = pipeline;
  const spare = await fallbackOf();
  const { id: spareId } = await ctx.db.channel.findFirstOrThrow({ where: { isFallback: true } });
  await disableChannel(ctx, { channelId: spareId, reason: "It is gone." });
  const pager = await receiverOf("Pager", [{ status: 400 }]);
  const ruleId = await pipeline.rule({ channels: [pager.channelId], severity: "critical" });
  const { alertId, deliveries } = await recordAlert(pipeline, ruleId);
  await enqueueDeliveries(ctx, deliveries);
  await waitFor(async () => (await readDelivery(ctx, deliveries[0]?.id ?? "")).state === "failed");
  await waitFor(() => ctx.db.delivery.findFirst({ where: { alertId, channelId: spareId, state: "held" } }), {
    timeoutMs: 5_000,
    describe: "it is held for the fallback",
  });
  await updateChannel(ctx, { actor, id: spareId, patch: { enabled: true } });
  await spare.waitForRequest(({ json }) => json.data.id === alertId, { timeoutMs: 5_000 });
});
