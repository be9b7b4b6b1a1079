import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { claimDelivery } from "~/domain/deliveries/claim-delivery.server";
import { sweepDeliveries } from "~/domain/deliveries/sweep-deliveries.server";
import { deliver } from "../../worker/deliver";
import { type Pipeline, readDelivery, recordAlert, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startRedis, type TestRedis } from "../support/redis";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";

let redis: TestRedis;
let receiver: WebhookReceiver;
let database: TestDatabase;
let pipeline: Pipeline;
let channelId: string;

beforeAll(async () => {
  [redis, receiver] = await Promise.all([startRedis(), startWebhookReceiver()]);
});
beforeEach(async () => {
  database = await createTestDatabase();
  pipeline = await seedPipeline(database.url, { REDIS_URL: redis.url });
  channelId = await pipeline.webhook(receiver.url);
  receiver.requests.length = 0;
});
afterEach(async () => {
  await pipeline.ctx.close();
  await database.drop();
});
afterAll(async () => {
  await Promise.all([redis?.stop(), receiver?.close()]);
});

/** A delivery that was committed and never queued, as old as is said. */
async function forgotten(ageSeconds: number, data: Record<string, unknown> = {}): Promise<string> {
  const { deliveries } = await recordAlert(pipeline, await pipeline.rule({ channels: [channelId] }));
  const id = deliveries[0]?.id ?? "";
  await pipeline.ctx.db.delivery.update({ where: { id }, data: { createdAt: secondsAgo(ageSeconds), ...data } });
  return id;
}

const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1_000);
const work = () => pipeline.ctx.queues.work("deliveries", deliver(pipeline.ctx), { concurrency: 4 });
const delivered = (id: string) =>
  waitFor(async () => (await readDelivery(pipeline.ctx, id)).state === "delivered", { describe: "it is delivered" });

test("what was committed and not queued is put onto the queue and sent, what is young is left alone", async () => {
  const [old, young] = [await forgotten(10), await forgotten(0)];
  work();
  expect(await sweepDeliveries(pipeline.ctx)).toBe(1);
  await delivered(old);
  expect((await readDelivery(pipeline.ctx, young)).state).toBe("queued");
  expect(receiver.requests).toHaveLength(1);
});

test("a claim left by a process that died is taken over once it is old, not before", async () => {
  const dead = await forgotten(90, { state: "sending", claimedAt: secondsAgo(46) });
  const alive = await forgotten(90, { state: "sending", claimedAt: secondsAgo(40) });
  work();
  expect(await sweepDeliveries(pipeline.ctx)).toBe(1);
  await delivered(dead);
  expect((await readDelivery(pipeline.ctx, alive)).state).toBe("sending");
  expect(receiver.requests).toHaveLength(1);
});

test("a claim whose job still counts as running, because its worker died, is taken over all the same", async () => {
  const { queues, db } = pipeline.ctx;
  const id = await forgotten(90);
  const dead = createTestContext(database.url, { REDIS_URL: redis.url });
  let finish: (() => void) | null = null;
  dead.queues.work("deliveries", () => new Promise<void>((done) => (finish = done)), { concurrency: 1 });
  await queues.add("deliveries", { id, data: { deliveryId: id } });
  const leave = await waitFor(() => finish, { describe: "the job is taken" });
  await db.delivery.update({ where: { id }, data: { state: "sending", claimedAt: secondsAgo(46) } });
  work();
  expect(await sweepDeliveries(pipeline.ctx)).toBe(1);
  await delivered(id);
  leave();
  await dead.close();
});

test("a retry whose job was lost is sent when it is due, not before", async () => {
  const due = await forgotten(60, { attempts: 1, nextAttemptAt: secondsAgo(5) });
  const later = await forgotten(60, { attempts: 1, nextAttemptAt: secondsAgo(-30) });
  work();
  expect(await sweepDeliveries(pipeline.ctx)).toBe(1);
  await delivered(due);
  expect(await readDelivery(pipeline.ctx, later)).toMatchObject({ state: "queued", attempts: 1 });
});

test("two sweepers at once queue each row once, and not again while its job waits", async () => {
  const ids = [];
  for (let number = 0; number < 20; number += 1) ids.push(await forgotten(10));
  const other = createTestContext(database.url, { REDIS_URL: redis.url });
  const swept = await Promise.all([sweepDeliveries(pipeline.ctx), sweepDeliveries(other)]);
  expect(swept.reduce((sum, count) => sum + count, 0)).toBe(20);
  expect(await sweepDeliveries(pipeline.ctx)).toBe(0);
  expect((await pipeline.ctx.queues.depth()).deliveries).toBe(20);
  work();
  await Promise.all(ids.map(delivered));
  expect(receiver.requests).toHaveLength(20);
  await other.close();
});

test("while the queue is away rows stay due, and are sent when it is back", async () => {
  const id = await forgotten(10);
  await redis.kill();
  expect(await sweepDeliveries(pipeline.ctx)).toBe(0);
  expect(await readDelivery(pipeline.ctx, id)).toMatchObject({ state: "queued", enqueuedAt: null });
  await redis.restart();
  work();
  await waitFor(async () => (await sweepDeliveries(pipeline.ctx)) === 1, { describe: "the sweep reaches the queue" });
  await delivered(id);
  expect(receiver.requests).toHaveLength(1);
});

test("how long a delivery has to wait is told by the database's clock, which may lag behind this process's", async () => {
  const id = await forgotten(0);
  await pipeline.ctx.sql.query("UPDATE deliveries SET next_attempt_at = now() + interval '5 s' WHERE id = $1", [id]);
  const claim = await claimDelivery(pipeline.ctx, { id });
  if (claim.kind !== "later") throw new Error(`it is ${claim.kind}`);
  expect(claim.inMs).toBeGreaterThan(3_000);
  expect(claim.inMs).toBeLessThanOrEqual(5_000);
});

test("a retry whose job waits for a clock that was set back is sent all the same, and swept to one job", async () => {
  const { queues, db } = pipeline.ctx;
  const retry = await forgotten(60, { attempts: 1, nextAttemptAt: secondsAgo(5) });
  const first = await forgotten(60, { nextAttemptAt: secondsAgo(40) });
  for (const id of [retry, first]) {
    await queues.add("deliveries", { id, data: { deliveryId: id }, delayMs: 3_600_000 });
  }
  expect(await sweepDeliveries(pipeline.ctx)).toBe(2);
  await db.delivery.updateMany({ data: { enqueuedAt: secondsAgo(31) } });
  expect(await sweepDeliveries(pipeline.ctx)).toBe(2);
  expect((await queues.depth()).deliveries).toBeLessThanOrEqual(4 + 2); // A sweep each side of a renaming adds two more.
  work();
  await Promise.all([retry, first].map(delivered));
  expect(receiver.requests).toHaveLength(2);
});
