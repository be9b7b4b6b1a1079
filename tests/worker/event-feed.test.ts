import { afterAll, beforeAll, expect, test } from "vitest";

import { acknowledgeAlert } from "~/domain/alerts/acknowledge-alert.server";
import { recordChanges } from "~/domain/alerts/record-changes.server";
import { streamAlertEvents } from "~/domain/alerts/stream-alert-events.server";
import { claimDelivery } from "~/domain/deliveries/claim-delivery.server";
import { holdDeliveries } from "~/domain/deliveries/hold-deliveries.server";
import { type AttemptRecord, recordAttempt } from "~/domain/deliveries/record-attempt.server";
import { redeliverDelivery } from "~/domain/deliveries/redeliver-delivery.server";
import { redeliverFailed } from "~/domain/deliveries/redeliver-failed.server";
import { releaseHeld } from "~/domain/deliveries/release-held.server";
import { sweepFollowers } from "~/domain/deliveries/sweep-followers.server";
import { sweepWaiting } from "~/domain/deliveries/sweep-waiting.server";
import { tellFailure } from "~/domain/deliveries/tell-failure.server";
import { createEscalationPolicy } from "~/domain/escalations/create-escalation-policy.server";
import type { FeedEvent } from "~/domain/events/feed-event";
import { readFeed } from "~/domain/events/read-feed.server";
import type { Context } from "~/platform/context.server";
import { takeDueSteps } from "../../worker/escalations/take-due-steps";
import { type Pipeline, recordAlert, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";

let database: TestDatabase;
let pipeline: Pipeline;
let ctx: Context;

/** What the database itself saw of every delivery of an alert, to hold the feed against. */
const WITNESS = `
  CREATE TABLE witness (n bigserial, delivery_id uuid, state text);
  CREATE FUNCTION witness() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.alert_id IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.state <> NEW.state) THEN
      INSERT INTO witness (delivery_id, state) VALUES (NEW.id, NEW.state::text);
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER witness AFTER INSERT OR UPDATE ON deliveries FOR EACH ROW EXECUTE FUNCTION witness();`;

beforeAll(async () => {
  database = await createTestDatabase();
  pipeline = await seedPipeline(database.url);
  ctx = pipeline.ctx;
  await ctx.sql.query(WITNESS);
});
afterAll(async () => {
  await ctx?.close();
  await database?.drop();
});

const actor = { userId: null, role: "analyst" as const };

async function wholeFeed(): Promise<FeedEvent[]> {
  const events: FeedEvent[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await readFeed(ctx, { cursor, limit: 7 });
    events.push(...page.events);
    cursor = page.nextCursor;
    if (!page.hasMore) return events;
  }
}

/** A state held for a moment between two of the same is not told: `sending`, which every try is. */
const folded = (states: readonly string[]) =>
  states.filter((state) => state !== "sending").filter((state, index, all) => state !== all[index - 1]);

async function expectFeedToTellWhatHappened(): Promise<void> {
  const { rows } = await ctx.sql.query<{ delivery_id: string; state: string }>("SELECT * FROM witness ORDER BY n");
  const told = (await wholeFeed()).filter((event) => event.deliveryId !== null);
  const ids = [...new Set(rows.map((row) => row.delivery_id))];
  const seen = ids.map((id) => [id, folded(rows.filter((row) => row.delivery_id === id).map(({ state }) => state))]);
  const fed = ids.map((id) => [
    id,
    folded(told.filter((event) => event.deliveryId === id).map(({ type }) => type.replace("delivery.", ""))),
  ]);
  expect(fed).toEqual(seen);
}

const attempt = (deliveryId: string, channelId: string, next: AttemptRecord["next"]) =>
  recordAttempt(ctx, {
    ...{ deliveryId, channelId, startedAt: new Date(), durationMs: 5, statusCode: 500, responseHeaders: {} },
    ...{ responseBody: null, error: "HTTP 500", remoteId: null, next },
    outcome: next.state === "delivered" ? "ok" : "retry",
  });

async function alertOf(channelId: string, fields: Record<string, unknown> = {}) {
  const ruleId = await pipeline.rule({ channels: [channelId], severity: "critical", ...fields });
  const { alertId } = await recordAlert(pipeline, ruleId);
  const { id } = await ctx.db.delivery.findFirstOrThrow({ where: { alertId, channelId } });
  return { alertId, id, ruleId };
}

const confirm = (alertId: string) =>
  recordChanges(ctx, {
    networkId: pipeline.networkId,
    leaseToken: null,
    changes: [
      {
        ...{ alertId, kind: "confirmed", atMs: Date.now(), block: { number: 7n, hash: `0x${"7".repeat(64)}` } },
        ...{ hash: `0x${"8".repeat(64)}`, firstSeen: [], isTold: true, data: {} },
      },
    ],
  });

test("a delivery that is tried again, delivered and sent again is told state by state, its alert first", async () => {
  const channelId = await pipeline.webhook("http://127.0.0.1:1/hook");
  const { alertId, id } = await alertOf(channelId);
  await claimDelivery(ctx, { id });
  await attempt(id, channelId, { state: "queued", inMs: 0, isFree: false, isParked: false });
  await claimDelivery(ctx, { id });
  await attempt(id, channelId, { state: "delivered" });
  await confirm(alertId);
  await acknowledgeAlert(ctx, { actor, id: alertId });
  await redeliverDelivery(ctx, { actor, id });
  await claimDelivery(ctx, { id });
  await attempt(id, channelId, { state: "failed" });
  await redeliverFailed(ctx, { actor, since: new Date(0), channelId });

  const told = (await wholeFeed()).filter((event) => event.alertId === alertId);
  expect(told.map(({ type, change }) => [type, change.kind])).toEqual([
    ["alert.created", "created"],
    ["delivery.queued", "created"],
    ["delivery.queued", "retry"],
    ["delivery.delivered", "notified"],
    ["alert.updated", "confirmed"],
    ["delivery.queued", "created"],
    ["alert.acknowledged", "acknowledged"],
    ["delivery.queued", "created"],
    ["delivery.queued", "redelivered"],
    ["delivery.failed", "notification_failed"],
    ["delivery.queued", "redelivered"],
  ]);
  expect(told[0]?.data).toMatchObject({ id: alertId, status: "acknowledged" });
  expect(told[3]?.data).toEqual({ id, alertId, channelId, state: "delivered", sentAs: null });
  expect(told[2]?.change).toMatchObject({ outcome: "retry", nextAttemptAt: expect.any(String) });
  await expectFeedToTellWhatHappened();
});

test("what is held, released, dropped, given up or told by others is told as well", async () => {
  const channelId = await pipeline.webhook("http://127.0.0.1:1/hook", "Gone");
  const spare = await pipeline.webhook("http://127.0.0.1:1/spare", "Spare");
  await ctx.db.channel.update({ where: { id: spare }, data: { isFallback: true } });
  const waiting = await alertOf(channelId);
  await ctx.db.channel.update({ where: { id: channelId }, data: { enabled: false, heldSince: new Date() } });
  await holdDeliveries(ctx, { channelId });
  // Held from its first moment.
  const late = await alertOf(channelId);
  const reminder = { id: ctx.newId(), alertId: late.alertId, channelId, purpose: "alert.escalated", revision: 1 };
  await ctx.db.delivery.create({ data: { ...reminder, state: "held" } });
  await tellFailure(ctx, { channelId, deliveryIds: [waiting.id, late.id], reason: "Gone" });
  await ctx.db.channel.update({ where: { id: channelId }, data: { enabled: true, heldSince: null } });
  await releaseHeld(ctx, { channelId });

  const key = `channel:${channelId}`;
  const { destination } = await ctx.db.channel.findUniqueOrThrow({ where: { id: channelId } });
  for (const far of [key, destination ?? key]) {
    await ctx.db.destination.upsert({
      where: { key: far },
      create: { key: far, openedAt: new Date(0), breaker: "open" },
      update: { openedAt: new Date(0), breaker: "open" },
    });
  }
  await ctx.db.delivery.updateMany({ where: { id: late.id }, data: { createdAt: new Date(0), isParked: true } });
  await sweepWaiting(ctx);
  expect((await ctx.db.delivery.findUniqueOrThrow({ where: { id: late.id } })).state).toBe("failed");

  const told = (await wholeFeed()).filter((event) => event.alertId === late.alertId && event.deliveryId !== null);
  expect(told.filter(({ deliveryId }) => deliveryId === late.id).map(({ type }) => type)).toEqual([
    ...["delivery.held", "delivery.queued", "delivery.failed"],
  ]);
  // Seeded by the test, so that nothing has told of its beginning.
  await ctx.sql.query("DELETE FROM witness WHERE delivery_id = $1 AND state = 'held'", [reminder.id]);
  await expectFeedToTellWhatHappened();
  await ctx.db.channel.update({ where: { id: spare }, data: { isFallback: false } });
});

test("what is silenced, escalated and taken back, and what follows another message, is told under its own id", async () => {
  const channelId = await pipeline.webhook("http://127.0.0.1:1/hook", "Silenced");
  const second = await pipeline.webhook("http://127.0.0.1:1/second", "Second");
  const policy = await createEscalationPolicy(ctx, {
    actor,
    input: {
      ...{ name: "Everyone", steps: [{ channels: [second], waitSeconds: 60 }], repeats: 0, hours: null },
      ...{ severities: [], onDeliveryFailure: false, enabled: true },
    },
  });
  const escalated = await alertOf(channelId, { escalationPolicyId: policy.id });
  await ctx.db.escalation.updateMany({ data: { nextAt: new Date(0) } });
  await takeDueSteps(ctx);
  await acknowledgeAlert(ctx, { actor, id: escalated.alertId });

  const silenced = await alertOf(channelId);
  const silence = { id: ctx.newId(), ruleId: silenced.ruleId, reason: "Planned", startsAt: new Date(0) };
  await ctx.db.silence.create({ data: { ...silence, endsAt: new Date(Date.now() + 60_000) } });
  await claimDelivery(ctx, { id: silenced.id });

  const [leader, member] = [await alertOf(channelId), await alertOf(channelId)];
  await ctx.db.delivery.update({ where: { id: member.id }, data: { groupedIntoId: leader.id, state: "sending" } });
  await claimDelivery(ctx, { id: leader.id });
  await attempt(leader.id, channelId, { state: "delivered" });
  const [lost, orphan] = [await alertOf(channelId), await alertOf(channelId)];
  const old = { createdAt: new Date(0), claimedAt: new Date(0), groupedIntoId: lost.id, state: "sending" as const };
  await ctx.db.delivery.update({ where: { id: orphan.id }, data: old });
  await ctx.db.delivery.update({ where: { id: lost.id }, data: { state: "sending" } });
  await attempt(lost.id, channelId, { state: "failed" });
  await sweepFollowers(ctx);

  const feed = await wholeFeed();
  const of = (alertId: string) => feed.filter((event) => event.alertId === alertId).map((event) => event.type);
  expect(of(escalated.alertId)).toEqual([
    ...["alert.created", "delivery.queued", "alert.escalated", "delivery.queued"],
    ...["alert.acknowledged", "delivery.suppressed"],
  ]);
  expect(of(silenced.alertId)).toEqual(["alert.created", "delivery.queued", "delivery.suppressed"]);
  expect(feed.find((event) => event.deliveryId === member.id && event.type === "delivery.delivered")?.data).toEqual({
    ...{ id: member.id, alertId: member.alertId, channelId, state: "delivered", sentAs: leader.id },
  });
  await expectFeedToTellWhatHappened();
});

test("the live streams are not told of deliveries' every state", async () => {
  const channelId = await pipeline.webhook("http://127.0.0.1:1/hook", "Quiet");
  const over = new AbortController();
  const { nextCursor } = await readFeed(ctx, { start: "latest", limit: 1 });
  const { alertId, id } = await alertOf(channelId);
  await claimDelivery(ctx, { id });
  await attempt(id, channelId, { state: "queued", inMs: 0, isFree: false, isParked: false });
  await acknowledgeAlert(ctx, { actor, id: alertId });
  const [txid, seq] = nextCursor.split("-");
  const stream = await streamAlertEvents(ctx, { lastEventId: `${txid}-${seq}`, signal: over.signal });
  const first = [(await stream.next()).value, (await stream.next()).value];
  over.abort();
  expect(first.map((event) => [event?.type, event?.data.id])).toEqual([
    ["alert.created", alertId],
    ["alert.updated", alertId],
  ]);
});
