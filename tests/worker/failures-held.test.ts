import { afterAll, beforeAll, expect, test } from "vitest";

import { holdDeliveries } from "~/domain/deliveries/hold-deliveries.server";
import { pruneDeliveries } from "~/domain/deliveries/prune-deliveries.server";
import { releaseHeld } from "~/domain/deliveries/release-held.server";
import { tellUntoldFailures } from "~/domain/deliveries/tell-untold-failures.server";
import { watchFailingChannels } from "~/domain/deliveries/watch-failing-channels.server";
import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import { type Pipeline, recordAlert, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";

let database: TestDatabase;
let pipeline: Pipeline;
let ctx: Context;

beforeAll(async () => {
  database = await createTestDatabase();
  pipeline = await seedPipeline(database.url);
  ctx = pipeline.ctx;
});
afterAll(async () => {
  await ctx?.close();
  await database?.drop();
});

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const read = (id: string) => ctx.db.delivery.findUniqueOrThrow({ where: { id } });
const setChannel = (id: string, data: Prisma.ChannelUpdateInput) => ctx.db.channel.update({ where: { id }, data });
const switchOff = (id: string) => setChannel(id, { enabled: false, heldSince: new Date(), lastError: "Gone (404)." });
const switchOn = (id: string) => setChannel(id, { enabled: true, heldSince: null, failingSince: null });

/** A channel with its rule, and a way to make deliveries of any age. */
async function prepare(type: "webhook" | "discord" = "webhook") {
  const channelId =
    type === "webhook"
      ? await pipeline.webhook("http://127.0.0.1:1/hook", "Pager")
      : await pipeline.discord("https://discord.com/api/webhooks/100000000000000001/abcdefghijkl");
  const ruleId = await pipeline.rule({ channels: [channelId], severity: "high" });
  const alert = async (data: Prisma.DeliveryUpdateInput = {}) => {
    const { alertId } = await recordAlert(pipeline, ruleId);
    const { id } = await ctx.db.delivery.findFirstOrThrow({ where: { alertId, channelId } });
    await ctx.db.delivery.update({ where: { id }, data });
    return { alertId, id };
  };
  const further = async (alertId: string, data: { purpose: string; revision: number; createdAt: Date }) => {
    const { id } = await ctx.db.delivery.create({
      data: { id: ctx.newId(), alertId, channelId, state: "held", change: "confirmed", ...data },
    });
    return id;
  };
  return { channelId, alert, further };
}

test("what waits for a channel that Sentinel switched off is held; a test and what a person switched off are not", async () => {
  const { channelId, alert } = await prepare();
  const waiting = await alert({ isParked: true, nextAttemptAt: ago(-10), enqueuedAt: new Date() });
  const sent = await alert({ state: "sending" });
  const probe = await ctx.db.delivery.create({ data: { id: ctx.newId(), channelId, purpose: "channel.test" } });

  await setChannel(channelId, { enabled: false });
  expect(await holdDeliveries(ctx, { channelId })).toBe(0);
  await switchOff(channelId);
  expect(await holdDeliveries(ctx, { channelId })).toBe(1);
  expect(await read(waiting.id)).toMatchObject({
    state: "held",
    isParked: false,
    nextAttemptAt: null,
    enqueuedAt: null,
  });
  expect((await read(sent.id)).state).toBe("sending");
  expect((await read(probe.id)).state).toBe("queued");
});

test("what was held goes out when the channel is on again: the young as they are, the old as one summary", async () => {
  const { channelId, alert } = await prepare();
  const old = await Promise.all([alert({ createdAt: ago(200) }), alert({ createdAt: ago(90) })]);
  const young = await alert({ createdAt: ago(5), attempts: 3, lastError: "HTTP 404" });
  await switchOff(channelId);
  await holdDeliveries(ctx, { channelId });
  expect(await releaseHeld(ctx, { channelId })).toBe(0);
  await switchOn(channelId);

  expect(await releaseHeld(ctx, { channelId })).toBe(3);
  const released = { state: "queued", attempts: 0, nextAttemptAt: null, lastError: null, groupedIntoId: null };
  for (const { id } of old) expect(await read(id)).toMatchObject({ ...released, groupKey: "catch_up" });
  expect(await read(young.id)).toMatchObject({ ...released, createdAt: expect.any(Date) });
  expect((await read(young.id)).groupKey).not.toBe("catch_up");
  expect(await releaseHeld(ctx, { channelId })).toBe(0);
});

test("what was one message stays one when it is young, and falls apart into the summary when it is old", async () => {
  const { channelId, alert } = await prepare();
  const group = async (minutes: number) => {
    const claimed = { state: "held" as const, claimedAt: ago(1), groupKey: "rule:1", createdAt: ago(minutes) };
    const leader = await alert(claimed);
    const member = await alert({ ...claimed, createdAt: ago(minutes - 2), groupedIntoId: leader.id });
    return { leader, member };
  };
  // The second one of the old group is younger than the limit by itself.
  const [young, old] = [await group(10), await group(61)];
  expect(await releaseHeld(ctx, { channelId })).toBe(4);
  const together = { state: "queued", groupKey: "rule:1", claimedAt: expect.any(Date) };
  expect(await read(young.leader.id)).toMatchObject({ ...together, groupedIntoId: null });
  expect(await read(young.member.id)).toMatchObject({ ...together, groupedIntoId: young.leader.id });
  for (const { id } of [old.leader, old.member]) {
    const apart = { state: "queued", groupKey: "catch_up", claimedAt: null, groupedIntoId: null };
    expect(await read(id)).toMatchObject(apart);
  }
});

test("an update whose alert the channel was never told of is not sent beside the first message", async () => {
  const { channelId, alert, further } = await prepare();
  const { alertId } = await alert({ state: "held", createdAt: ago(3) });
  const update = await further(alertId, { purpose: "alert.updated", revision: 1, createdAt: ago(2) });
  const reminder = await further(alertId, { purpose: "alert.escalated", revision: 1, createdAt: ago(1) });
  expect(await releaseHeld(ctx, { channelId })).toBe(1);
  for (const id of [update, reminder]) {
    expect(await read(id)).toMatchObject({ state: "suppressed", finishedAt: expect.any(Date) });
  }
});

test("of old updates the newest alone brings an edited message up to date, and none becomes a late message", async () => {
  const [discord, webhook] = [await prepare("discord"), await prepare("webhook")];
  const [kept, dropped] = [[], []] as [string[], string[]];
  for (const { channelId, alert, further } of [discord, webhook]) {
    const { alertId } = await alert({ state: "delivered", createdAt: ago(300) });
    const first = await further(alertId, { purpose: "alert.updated", revision: 1, createdAt: ago(200) });
    const second = await further(alertId, { purpose: "alert.updated", revision: 2, createdAt: ago(190) });
    await releaseHeld(ctx, { channelId });
    dropped.push(first);
    (channelId === discord.channelId ? kept : dropped).push(second);
  }
  for (const id of kept) expect(await read(id)).toMatchObject({ state: "queued", groupKey: null });
  for (const id of dropped) expect((await read(id)).state).toBe("suppressed");
});

test("an alert for a channel that is switched off, and one whose sender died, are told to the fallback", async () => {
  const { channelId, alert } = await prepare();
  const spare = await pipeline.webhook("http://127.0.0.1:1/spare", "Spare");
  await setChannel(spare, { isFallback: true });
  const held = await alert({ state: "held" });
  const orphan = await alert({ state: "failed", finishedAt: ago(1), lastError: "HTTP 500" });
  const justNow = await alert({ state: "failed", finishedAt: new Date(), lastError: "HTTP 500" });
  const history = await alert({ state: "failed", finishedAt: ago(60 * 48), lastError: "HTTP 500" });
  await setChannel(channelId, { lastError: "Gone (404)." });

  await Promise.all([tellUntoldFailures(ctx), tellUntoldFailures(ctx)]);
  const told = await ctx.db.delivery.findMany({ where: { channelId: spare, fallbackForId: channelId } });
  expect(told.map(({ alertId }) => alertId).sort()).toEqual([held.alertId, orphan.alertId].sort());
  const reasons = told.map(({ data }) => (data as { failure: { reason: string } }).failure.reason).sort();
  expect(reasons[0]).toBe("HTTP 500");
  expect(reasons[1]).toContain("Gone (404).");
  expect((await read(justNow.id)).enqueuedAt).toBeNull();
  expect((await read(history.id)).enqueuedAt).not.toBeNull();
  expect(
    await ctx.db.auditLog.count({ where: { action: "delivery.failed", resourceId: { in: [held.id, orphan.id] } } }),
  ).toBe(2);
  await ctx.db.channel.deleteMany({ where: { id: spare } });
});

test("a channel that keeps failing pages an operator once, and recovering ends it", async () => {
  // Another channel works, so that this one has its five minutes.
  await ctx.db.channel.updateMany({ data: { failingSince: null, heldSince: null } });
  const { channelId } = await prepare();
  const policy = await ctx.db.escalationPolicy.create({
    data: { id: ctx.newId(), name: "Operators", steps: [], onDeliveryFailure: true },
  });
  const runs = () => ctx.db.escalation.findMany({ where: { channelId }, orderBy: { startedAt: "asc" } });

  await setChannel(channelId, { failingSince: ago(4), lastErrorAt: ago(1) });
  await watchFailingChannels(ctx);
  expect(await runs()).toEqual([]);
  // A single failure long ago, and nothing since: nobody knows whether it still fails.
  await setChannel(channelId, { failingSince: ago(6), lastErrorAt: ago(7) });
  await watchFailingChannels(ctx);
  expect(await runs()).toEqual([]);

  await setChannel(channelId, { failingSince: ago(6), lastErrorAt: ago(1) });
  await Promise.all([watchFailingChannels(ctx), watchFailingChannels(ctx)]);
  expect(await runs()).toMatchObject([{ policyId: policy.id, state: "running", nextAt: expect.any(Date) }]);

  await setChannel(channelId, { lastSuccessAt: new Date() });
  await watchFailingChannels(ctx);
  expect(await runs()).toMatchObject([{ state: "cancelled", nextAt: null, endReason: "recovered" }]);
  expect((await ctx.db.channel.findUniqueOrThrow({ where: { id: channelId } })).failingSince).toBeNull();
});

test("when no channel works any more, operators are paged at once, and not again once they have acknowledged", async () => {
  await ctx.db.escalation.deleteMany();
  const failing = { failingSince: ago(1), heldSince: null, lastSuccessAt: null };
  await ctx.db.channel.updateMany({ data: failing });
  const enabled = await ctx.db.channel.count({ where: { enabled: true } });
  // One message that was refused, and nothing since.
  await ctx.db.channel.updateMany({ data: { lastErrorAt: ago(2) } });
  expect(await watchFailingChannels(ctx)).toEqual([]);
  await ctx.db.channel.updateMany({ data: { lastErrorAt: new Date() } });
  expect(await watchFailingChannels(ctx)).toHaveLength(enabled);
  await ctx.db.escalation.updateMany({ data: { state: "acknowledged", endedAt: new Date(), nextAt: null } });
  expect(await watchFailingChannels(ctx)).toEqual([]);
});

test("what ended before the retention is deleted with its attempts, in batches; what still waits stays", async () => {
  const { channelId, alert } = await prepare();
  const days = ctx.env.DELIVERY_RETENTION_DAYS;
  const old = new Date(Date.now() - (days + 1) * 86_400_000);
  const ended = await alert({ state: "delivered", createdAt: old, finishedAt: old });
  await ctx.db.deliveryAttempt.create({
    data: { id: ctx.newId(), deliveryId: ended.id, number: 1, startedAt: old, durationMs: 1, outcome: "ok" },
  });
  const held = await alert({ state: "held", createdAt: old });
  const late = await alert({ state: "delivered", createdAt: old, finishedAt: new Date() });
  await ctx.sql.query(
    `INSERT INTO deliveries (id, channel_id, purpose, state, created_at, finished_at)
     SELECT gen_random_uuid(), $1, 'channel.test', 'failed', $2, $2 FROM generate_series(1, 1500)`,
    [channelId, old],
  );
  expect(await pruneDeliveries(ctx)).toBe(1_501);
  expect(await ctx.db.deliveryAttempt.count({ where: { deliveryId: ended.id } })).toBe(0);
  expect(await ctx.db.delivery.count({ where: { id: { in: [held.id, late.id] } } })).toBe(2);
});
