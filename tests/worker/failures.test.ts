import { afterAll, beforeAll, expect, test } from "vitest";

import { tellFailure } from "~/domain/deliveries/tell-failure.server";
import { prepareDeliveryRows } from "../support/delivery-rows";
import { type Pipeline, recordAlert, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";

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

const REASON = "The receiver answered 500.";

/** Channels of a test of its own: the one that fails, another of the rule, and the fallback. */
async function prepare({ severity = "critical", fallback = true } = {}) {
  const { ctx } = pipeline;
  // One fallback at a time, as in the product.
  await ctx.db.channel.updateMany({ data: { isFallback: false } });
  const failed = await pipeline.webhook("http://127.0.0.1:1/failed", "Pager");
  const other = await pipeline.webhook("http://127.0.0.1:1/other", "Other");
  const spare = await pipeline.discord("https://discord.com/api/webhooks/100000000000000001/abcdefghijkl");
  if (fallback) await ctx.db.channel.update({ where: { id: spare }, data: { isFallback: true } });
  const ruleId = await pipeline.rule({ channels: [failed, other], severity });
  const fail = async () => {
    const { alertId } = await recordAlert(pipeline, ruleId);
    const { id } = await ctx.db.delivery.findFirstOrThrow({ where: { alertId, channelId: failed } });
    await ctx.db.delivery.update({
      where: { id },
      data: { state: "failed", finishedAt: new Date(), lastError: REASON },
    });
    return { alertId, id };
  };
  const tell = (...deliveryIds: string[]) => tellFailure(ctx, { channelId: failed, deliveryIds, reason: REASON });
  return { failed, other, spare, fail, tell };
}

const written = (alertId: string, channelId: string) =>
  pipeline.ctx.db.delivery.findMany({ where: { alertId, channelId }, orderBy: { createdAt: "asc" } });

test("the fallback gets the alert itself, and the rule's other channel a notice that names the channel and why", async () => {
  const { failed, other, spare, fail, tell } = await prepare();
  const { alertId, id } = await fail();
  await tell(id);

  const failure = { channelId: failed, channelName: "Pager", channelType: "webhook", reason: REASON };
  expect(await written(alertId, spare)).toMatchObject([
    {
      purpose: "alert.created",
      critical: true,
      fallbackForId: failed,
      groupKey: null,
      nextAttemptAt: null,
      data: { failure },
    },
  ]);
  expect(await written(alertId, other)).toMatchObject([
    { purpose: "alert.created", fallbackForId: null },
    {
      purpose: "delivery.failed",
      critical: true,
      groupKey: `failure:${failed}`,
      nextAttemptAt: null,
      data: { failure },
    },
  ]);
  expect(await written(alertId, failed)).toHaveLength(1);
  expect(await pipeline.ctx.db.channel.findUniqueOrThrow({ where: { id: failed } })).toMatchObject({
    failingSince: expect.any(Date),
  });
  const audit = await pipeline.ctx.db.auditLog.findMany({ where: { action: "delivery.failed", resourceId: id } });
  expect(audit).toMatchObject([
    { actorId: null, resourceType: "delivery", metadata: { alertId, channelName: "Pager", reason: REASON } },
  ]);
});

test("telling the same failure again, at once from many processes or later, tells nobody twice", async () => {
  const { other, spare, fail, tell } = await prepare();
  const { alertId, id } = await fail();
  await Promise.all([tell(id), tell(id), tell(id), tell(id)]);
  await tell(id);
  expect(await written(alertId, spare)).toHaveLength(1);
  expect(await written(alertId, other)).toHaveLength(2);
});

test("a fallback that has the alert already gets a notice; one that fails itself is told of on the other channels", async () => {
  const { failed, other, spare, fail, tell } = await prepare();
  await pipeline.ctx.db.channel.update({ where: { id: other }, data: { isFallback: true } });
  await pipeline.ctx.db.channel.update({ where: { id: spare }, data: { isFallback: false } });
  const { alertId, id } = await fail();
  await tell(id);
  expect((await written(alertId, other)).map(({ purpose }) => purpose)).toEqual(["alert.created", "delivery.failed"]);

  // Now the fallback takes over for a rule that doesn't name it, and fails as well.
  await pipeline.ctx.db.channel.update({ where: { id: other }, data: { isFallback: false } });
  await pipeline.ctx.db.channel.update({ where: { id: spare }, data: { isFallback: true } });
  const second = await fail();
  await tell(second.id);
  const [standIn] = await written(second.alertId, spare);
  await pipeline.ctx.db.delivery.update({ where: { id: standIn?.id ?? "" }, data: { state: "failed" } });
  await tellFailure(pipeline.ctx, { channelId: spare, deliveryIds: [standIn?.id ?? ""], reason: "It is gone." });
  const told = await written(second.alertId, other);
  expect(told.filter(({ purpose }) => purpose === "delivery.failed").map(({ data }) => data)).toMatchObject([
    { failure: { channelId: failed } },
    { failure: { channelId: spare, reason: "It is gone." } },
  ]);
  expect(await written(second.alertId, failed)).toHaveLength(1);
});

test("a failed notice, update or test tells nobody: no loop starts", async () => {
  const { failed, other, spare, fail } = await prepare();
  const { alertId } = await fail();
  const { db } = pipeline.ctx;
  await db.delivery.deleteMany({ where: { alertId } });
  for (const [revision, purpose] of ["delivery.failed", "alert.updated", "channel.test"].entries()) {
    const id = pipeline.ctx.newId();
    await db.delivery.create({ data: { id, alertId, channelId: failed, purpose, revision, state: "failed" } });
    await tellFailure(pipeline.ctx, { channelId: failed, deliveryIds: [id], reason: REASON });
  }
  expect([...(await written(alertId, other)), ...(await written(alertId, spare))]).toEqual([]);
});

test("two thousand failures are one notice at once and one more five minutes later", async () => {
  const { failed, other, spare } = await prepare();
  const { sql, db } = pipeline.ctx;
  const rows = await prepareDeliveryRows(pipeline, failed);
  const made = await rows.make(2_000);
  await sql.query("UPDATE rules SET channels = $1 WHERE $2 = ANY (channels)", [[failed, other], failed]);
  await sql.query("UPDATE deliveries SET state = 'failed', finished_at = now() WHERE channel_id = $1", [failed]);
  const [first, ...others] = made.map(({ id }) => id);
  const tell = (...deliveryIds: string[]) =>
    tellFailure(pipeline.ctx, { channelId: failed, deliveryIds, reason: REASON });
  await tell(first ?? "");
  while (others.length > 0) await tell(...others.splice(0, 50));

  const notices = await db.delivery.findMany({ where: { channelId: other, purpose: "delivery.failed" } });
  expect(notices).toHaveLength(2_000);
  expect(new Set(notices.map(({ groupKey }) => groupKey))).toEqual(new Set([`failure:${failed}`]));
  const due = notices.map(({ nextAttemptAt }) => nextAttemptAt?.getTime() ?? 0);
  expect(due.filter((at) => at === 0)).toHaveLength(1);
  const later = new Set(due.filter((at) => at !== 0));
  expect(later.size).toBe(1);
  const inMs = [...later].map((at) => at - Date.now());
  expect(inMs[0]).toBeGreaterThan(240_000);
  expect(inMs[0]).toBeLessThanOrEqual(300_000);

  // Each second one is critical: the fallback gets those one by one and now, the rest as messages of many.
  const standIns = await db.delivery.findMany({ where: { channelId: spare, purpose: "alert.created" } });
  expect(standIns).toHaveLength(2_000);
  expect(standIns.filter(({ critical }) => critical).every((row) => row.nextAttemptAt === null && !row.groupKey)).toBe(
    true,
  );
  // Those of one call wait together, and whichever is sent first takes the others along.
  const atOnce = standIns.filter(({ critical, nextAttemptAt }) => !critical && nextAttemptAt === null);
  expect(atOnce.length).toBeLessThanOrEqual(50);
});

test("what cannot be told because the database is away is no error of the sender's, and is not marked as told", async () => {
  const { tell } = await prepare();
  await expect(tell("not an id")).resolves.toBe(false);
});
