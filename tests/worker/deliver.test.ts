import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createChannel } from "~/domain/channels/create-channel.server";
import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import { deliver } from "../../worker/deliver";
import { type FakeDiscord, startFakeDiscord, tooManyRequests } from "../support/fake-discord";
import { type Pipeline, readDelivery, recordAlert, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startRedis, type TestRedis } from "../support/redis";
import { waitFor } from "../support/wait-for";
import { type ScriptedAnswer, startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";

/** What a busy machine may add to a timer. */
const SLACK_MS = 3_000;
const ENDED = ["delivered", "failed", "held", "suppressed"];

describe.each(["postgres", "redis"] as const)("with the queue on %s", (backend) => {
  let database: TestDatabase;
  let redis: TestRedis | null = null;
  let discord: FakeDiscord;
  let pipeline: Pipeline;
  const receivers: WebhookReceiver[] = [];

  beforeAll(async () => {
    [database, discord] = await Promise.all([createTestDatabase(), startFakeDiscord()]);
    if (backend === "redis") redis = await startRedis();
    const values = { DISCORD_API_BASE: discord.base, ...(redis ? { REDIS_URL: redis.url } : {}) };
    pipeline = await seedPipeline(database.url, values);
    const { queues } = pipeline.ctx;
    queues.work("deliveries-critical", deliver(pipeline.ctx), { concurrency: 8 });
    queues.work("deliveries", deliver(pipeline.ctx), { concurrency: 8 });
  });
  afterAll(async () => {
    await pipeline?.ctx.close();
    await Promise.all([...receivers.map((receiver) => receiver.close()), discord?.close(), redis?.stop()]);
    await database?.drop();
  });

  /** An alert of a rule of its own that tells one webhook, which answers as scripted. */
  async function prepare(script: ScriptedAnswer[] = []) {
    const receiver = await startWebhookReceiver({ script });
    receivers.push(receiver);
    const channelId = await pipeline.webhook(receiver.url);
    const { alertId, deliveries } = await recordAlert(pipeline, await pipeline.rule({ channels: [channelId] }));
    const id = deliveries[0]?.id ?? "";
    return { receiver, channelId, alertId, deliveries, id };
  }

  const ended = (id: string, timeoutMs = 10_000) =>
    waitFor(
      async () => {
        const delivery = await readDelivery(pipeline.ctx, id);
        return ENDED.includes(delivery.state) ? delivery : null;
      },
      { timeoutMs, describe: "the delivery ends" },
    );

  test.concurrent("500, 500, 200 is one delivery with three attempts on the ladder, the same id each time", async () => {
    const { receiver, deliveries, id, alertId } = await prepare([{ status: 500 }, { status: 500, body: "down" }]);
    await enqueueDeliveries(pipeline.ctx, deliveries);
    const delivery = await ended(id, 20_000);
    expect(delivery).toMatchObject({ state: "delivered", attempts: 3, lastError: null, nextAttemptAt: null });
    expect(delivery.attemptRows).toMatchObject([
      { number: 1, outcome: "retry", statusCode: 500 },
      { number: 2, outcome: "retry", statusCode: 500, responseBody: "down" },
      { number: 3, outcome: "ok", statusCode: 200, nextAttemptAt: null },
    ]);
    const [first, second, third] = receiver.requests;
    expect(receiver.requests).toHaveLength(3);
    expect(new Set(receiver.requests.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(receiver.requests.map(({ body }) => body)).size).toBe(1);
    expect(first?.json).toMatchObject({ type: "alert.created", data: { id: alertId } });
    const waits = [
      [first, second],
      [second, third],
    ].map(([a, b]) => (b?.receivedAtMs ?? 0) - (a?.receivedAtMs ?? 0));
    expect(waits[0]).toBeGreaterThanOrEqual(1_600);
    expect(waits[0]).toBeLessThanOrEqual(2_400 + SLACK_MS);
    expect(waits[1]).toBeGreaterThanOrEqual(6_400);
    expect(waits[1]).toBeLessThanOrEqual(9_600 + SLACK_MS);
  });

  test.concurrent("a receiver that hangs is given up and tried again", async () => {
    const { receiver, deliveries, id } = await prepare([{ hang: true }]);
    await enqueueDeliveries(pipeline.ctx, deliveries);
    const delivery = await ended(id, 25_000);
    expect(delivery).toMatchObject({ state: "delivered", attempts: 2 });
    expect(delivery.attemptRows).toMatchObject([{ outcome: "retry", statusCode: null }, { outcome: "ok" }]);
    expect(delivery.attemptRows[0]?.error).toMatch(/time|answer/i);
    expect(receiver.requests).toHaveLength(2);
  });

  test.concurrent("429 with Retry-After is waited for and burns no attempt", async () => {
    const { receiver, deliveries, id } = await prepare([{ status: 429, headers: { "retry-after": "1" } }]);
    await enqueueDeliveries(pipeline.ctx, deliveries);
    const delivery = await ended(id);
    expect(delivery).toMatchObject({ state: "delivered", attempts: 1 });
    expect(delivery.attemptRows).toMatchObject([{ outcome: "wait", statusCode: 429 }, { outcome: "ok" }]);
    const [first, second] = receiver.requests;
    const waited = (second?.receivedAtMs ?? 0) - (first?.receivedAtMs ?? 0);
    expect(waited).toBeGreaterThanOrEqual(975);
    expect(waited).toBeLessThanOrEqual(1_000 + SLACK_MS);
  });

  test.concurrent("Discord's fractions of a second are waited for to the millisecond", async () => {
    discord.script(tooManyRequests(0.376));
    const channels = [await pipeline.discord(discord.webhookUrl)];
    // Others are gathered for a while.
    const ruleId = await pipeline.rule({ channels, severity: "critical" });
    const { deliveries } = await recordAlert(pipeline, ruleId);
    await enqueueDeliveries(pipeline.ctx, deliveries);
    const delivery = await ended(deliveries[0]?.id ?? "");
    expect(delivery).toMatchObject({ state: "delivered", attempts: 1, remoteId: "1180000000000000001" });
    const [waited] = delivery.attemptRows;
    const sentAt = (waited?.startedAt.getTime() ?? 0) + (waited?.durationMs ?? 0);
    expect((waited?.nextAttemptAt?.getTime() ?? 0) - sentAt).toBe(376);
    const [first, second] = discord.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(350);
    expect(discord.messages).toHaveLength(1);
  });

  test.concurrent("a far side that is gone switches the channel off, once; what it was not told of is held, and is said", async () => {
    const { channelId, deliveries, id } = await prepare([{ status: 410 }]);
    await enqueueDeliveries(pipeline.ctx, deliveries);
    expect(await ended(id)).toMatchObject({ state: "held", finishedAt: null, attemptRows: [{ outcome: "gone" }] });
    const { db } = pipeline.ctx;
    const channel = await waitFor(() => db.channel.findFirst({ where: { id: channelId, enabled: false } }));
    expect(channel).toMatchObject({
      healthStatus: "disabled",
      heldSince: expect.any(Date),
      lastError: expect.stringContaining("410"),
    });
    await waitFor(() => db.auditLog.findFirst({ where: { resourceId: id, action: "delivery.failed" } }));
    // What comes later is held from its first moment.
    const rule = await db.rule.findFirstOrThrow({ where: { channels: { has: channelId } } });
    const later = await recordAlert(pipeline, rule.id);
    expect(later.deliveries).toEqual([]);
    expect(await db.delivery.findMany({ where: { alertId: later.alertId } })).toMatchObject([{ state: "held" }]);
    expect(await db.auditLog.count({ where: { resourceId: channelId, action: "channel.disabled" } })).toBe(1);
  });

  test.concurrent("the log keeps what was sent and answered, and none of the secrets", async () => {
    const key = "a-key-that-nobody-may-read";
    const receiver = await startWebhookReceiver({
      script: [{ body: `you sent ${key}`, headers: { "set-cookie": "session=1", "x-echo": key, "x-trace": "42" } }],
    });
    receivers.push(receiver);
    const config = { url: receiver.url, headers: { "x-customer": key } };
    const input = { type: "webhook" as const, name: "Keyed", config, enabled: true };
    const { channel, secret = "" } = await createChannel(pipeline.ctx, { actor: { userId: null }, input });
    const { deliveries } = await recordAlert(pipeline, await pipeline.rule({ channels: [channel.id] }));
    await enqueueDeliveries(pipeline.ctx, deliveries);
    const { id, attemptRows } = await ended(deliveries[0]?.id ?? "");
    expect(receiver.requests[0]?.headers["x-customer"]).toBe(key);
    expect(attemptRows).toMatchObject([
      {
        requestTarget: { method: "POST", host: new URL(receiver.url).host },
        requestHeaders: { "webhook-id": `msg_${id}`, "webhook-signature": "***", "x-customer": "***" },
        requestBody: expect.stringContaining('"type":"alert.created"'),
        responseHeaders: { "x-echo": "***", "x-trace": "42" },
        responseBody: "you sent ***",
      },
    ]);
    const kept = JSON.stringify(attemptRows);
    for (const each of [key, secret, "session=1"]) expect(kept).not.toContain(each);
  });

  test.concurrent("a redirect is a failure that says so", async () => {
    const { receiver, deliveries, id } = await prepare([{ status: 302, headers: { location: "http://127.0.0.1:1/" } }]);
    await enqueueDeliveries(pipeline.ctx, deliveries);
    const delivery = await ended(id);
    expect(delivery).toMatchObject({
      state: "failed",
      attempts: 1,
      attemptRows: [{ outcome: "fatal", statusCode: 302 }],
    });
    expect(delivery.lastError).toContain("redirect");
    expect(receiver.requests).toHaveLength(1);
  });

  test.concurrent("after the third retry the delivery has failed", async () => {
    const { deliveries, id, channelId } = await prepare([{ status: 503 }, { status: 503 }]);
    await pipeline.ctx.db.delivery.update({ where: { id }, data: { attempts: 3 } });
    await enqueueDeliveries(pipeline.ctx, deliveries);
    const delivery = await ended(id);
    expect(delivery).toMatchObject({ state: "failed", attempts: 4, nextAttemptAt: null });
    expect(delivery.lastError).toContain("503");
    const channel = await pipeline.ctx.db.channel.findUniqueOrThrow({ where: { id: channelId } });
    expect(channel).toMatchObject({ healthStatus: "failing", enabled: true });
  });

  test.concurrent("however many jobs name a delivery, it is sent once", async () => {
    const { receiver, id } = await prepare([{ delayMs: 300 }]);
    const jobs = Array.from({ length: 8 }, (_, number) => ({ id: `${id}-${number}`, data: { deliveryId: id } }));
    await Promise.all(
      jobs.map((job, at) => pipeline.ctx.queues.add(at % 2 ? "deliveries" : "deliveries-critical", job)),
    );
    expect(await ended(id)).toMatchObject({ state: "delivered", attempts: 1 });
    await waitFor(async () => (await pipeline.ctx.db.delivery.count({ where: { id, state: "sending" } })) === 0);
    expect(receiver.requests).toHaveLength(1);
  });

  test.concurrent("a configuration that can't be opened fails the delivery with a reason", async () => {
    const { receiver, channelId, deliveries, id } = await prepare();
    await pipeline.ctx.db.channel.update({
      where: { id: channelId },
      data: { configEncrypted: "v1.k.AAAA.AAAA.AAAA" },
    });
    await enqueueDeliveries(pipeline.ctx, deliveries);
    const delivery = await ended(id);
    expect(delivery.state).toBe("failed");
    expect(delivery.lastError).toContain("Save the channel again");
    expect(receiver.requests).toEqual([]);
  });

  test.concurrent("a message that can't be made is a failed attempt that people see, and ends with the ladder", async () => {
    const { receiver, alertId, deliveries, id } = await prepare();
    await pipeline.ctx.db.alert.update({ where: { id: alertId }, data: { fromAddress: "no address" } });
    await pipeline.ctx.db.delivery.update({ where: { id }, data: { attempts: 3 } });
    await enqueueDeliveries(pipeline.ctx, deliveries);
    const delivery = await ended(id);
    expect(delivery).toMatchObject({ state: "failed", attemptRows: [{ outcome: "retry", statusCode: null }] });
    expect(delivery.lastError).toContain("could not make this message");
    expect(receiver.requests).toEqual([]);
  });

  test.concurrent("a channel switched off or deleted after the alert is not sent to", async () => {
    const [off, deleted] = await Promise.all([prepare(), prepare()]);
    await pipeline.ctx.db.channel.update({ where: { id: off.channelId }, data: { enabled: false } });
    await pipeline.ctx.db.channel.delete({ where: { id: deleted.channelId } });
    await enqueueDeliveries(pipeline.ctx, [...off.deliveries, ...deleted.deliveries]);
    expect(await ended(off.id)).toMatchObject({ state: "failed", lastError: "The channel is disabled." });
    await waitFor(async () => (await pipeline.ctx.db.delivery.count({ where: { id: deleted.id } })) === 0);
    expect([...off.receiver.requests, ...deleted.receiver.requests]).toEqual([]);
  });
});
