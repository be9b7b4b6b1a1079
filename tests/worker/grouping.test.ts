import { afterAll, beforeAll, expect, test } from "vitest";

import { listAlertEvents } from "~/domain/alerts/list-alert-events.server";
import { recordChanges } from "~/domain/alerts/record-changes.server";
import { claimDelivery } from "~/domain/deliveries/claim-delivery.server";
import { enqueueDeliveries, type QueuedDelivery } from "~/domain/deliveries/enqueue-deliveries.server";
import { sweepDeliveries } from "~/domain/deliveries/sweep-deliveries.server";
import { deliver } from "../../worker/deliver";
import { type FakeDiscord, startFakeDiscord } from "../support/fake-discord";
import { type Pipeline, readDelivery, recordAlert, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";

let database: TestDatabase;
let discord: FakeDiscord;
let receiver: WebhookReceiver;
let pipeline: Pipeline;

beforeAll(async () => {
  [database, discord, receiver] = await Promise.all([createTestDatabase(), startFakeDiscord(), startWebhookReceiver()]);
  pipeline = await seedPipeline(database.url, { DISCORD_API_BASE: discord.base });
  pipeline.ctx.queues.work("deliveries-critical", deliver(pipeline.ctx), { concurrency: 8 });
  pipeline.ctx.queues.work("deliveries", deliver(pipeline.ctx), { concurrency: 8 });
});
afterAll(async () => {
  await pipeline?.ctx.close();
  await Promise.all([receiver?.close(), discord?.close()]);
  await database?.drop();
});

/** Whole days but for one that is far off: hours that never end are refused. */
const NOW_AND_TOMORROW = {
  ...{ from: "00:00", to: "00:00", timezone: "UTC" },
  days: [1, 2, 3, 4, 5, 6, 7].filter((day) => day !== ((new Date().getUTCDay() + 2) % 7) + 1),
};
const rowsOf = (channelId: string) =>
  pipeline.ctx.db.delivery.findMany({ where: { channelId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
const allIn = (channelId: string, state: string, purpose = "alert.created") =>
  waitFor(
    async () => {
      const rows = (await rowsOf(channelId)).filter((row) => row.purpose === purpose);
      return rows.length > 0 && rows.every((row) => row.state === state) ? rows : null;
    },
    { timeoutMs: 15_000, describe: `every ${purpose} is ${state}` },
  );
/** What waits is due now: a minute is long for a test. */
const makeDue = (channelId: string) =>
  pipeline.ctx.sql.query("UPDATE deliveries SET next_attempt_at = now() WHERE channel_id = $1 AND state = 'queued'", [
    channelId,
  ]);

/** A channel of a test's own and a rule that tells it. */
async function prepare(options: { kind?: "webhook" | "discord"; severity?: string; waitSeconds?: number | null } = {}) {
  const { kind = "discord", severity = "high", waitSeconds = 1 } = options;
  const url = `https://discord.com/api/webhooks/1${String(Math.random()).slice(2, 12)}/a-Token_of-Discord`;
  const channelId = kind === "discord" ? await pipeline.discord(url) : await pipeline.webhook(receiver.url);
  const ruleId = await pipeline.rule({ channels: [channelId], severity });
  await pipeline.ctx.db.rule.update({ where: { id: ruleId }, data: { groupWaitSeconds: waitSeconds } });
  const record = async (count: number) => {
    const queued: QueuedDelivery[] = [];
    for (let each = 0; each < count; each += 1) queued.push(...(await recordAlert(pipeline, ruleId)).deliveries);
    return queued;
  };
  return { channelId, ruleId, record };
}

const sentTo = (channelId: string) =>
  pipeline.ctx.db.deliveryAttempt.findMany({ where: { delivery: { channelId } }, orderBy: { startedAt: "asc" } });

test("alerts of one rule within its wait are one message, and what comes later is the next", async () => {
  const { channelId, record } = await prepare();
  await enqueueDeliveries(pipeline.ctx, await record(30));
  const rows = await allIn(channelId, "delivered");
  expect(rows).toHaveLength(30);
  const leaders = rows.filter(({ groupedIntoId }) => groupedIntoId === null);
  expect(leaders).toHaveLength(1);
  expect(new Set(rows.map(({ remoteId }) => remoteId)).size).toBe(1);
  expect(await sentTo(channelId)).toHaveLength(1);
  const [first] = rows;
  const told = (await listAlertEvents(pipeline.ctx, { alertId: first?.alertId ?? "" })).filter(
    ({ kind }) => kind === "notified",
  );
  expect(told.map(({ data }) => data)).toMatchObject([{ deliveryId: leaders[0]?.id, groupSize: 30 }]);

  await enqueueDeliveries(pipeline.ctx, await record(1));
  expect(await allIn(channelId, "delivered")).toHaveLength(31);
  expect(await sentTo(channelId)).toHaveLength(2);
});

test("critical alerts and machines are told at once and one by one, unless the rule says otherwise", async () => {
  const critical = await prepare({ severity: "critical", waitSeconds: null });
  const machine = await prepare({ kind: "webhook", waitSeconds: null });
  const asked = await prepare({ kind: "webhook", waitSeconds: 1 });
  for (const { record } of [critical, machine, asked]) await enqueueDeliveries(pipeline.ctx, await record(3));
  for (const { channelId } of [critical, machine]) {
    const rows = await allIn(channelId, "delivered");
    expect(rows.map(({ groupKey, groupedIntoId }) => [groupKey, groupedIntoId])).toEqual(Array(3).fill([null, null]));
    expect(await sentTo(channelId)).toHaveLength(3);
  }
  const [leader] = (await allIn(asked.channelId, "delivered")).filter(({ groupedIntoId }) => groupedIntoId === null);
  const { json } = await receiver.waitForRequest(({ headers }) => headers["webhook-id"] === `msg_${leader?.id}`);
  expect(json).toMatchObject({ type: "alert.created", group: { kind: "rule", count: 3 } });
});

test("however many processes take up a group at once, it is one message", async () => {
  const { channelId, record } = await prepare({ waitSeconds: 60 });
  await record(40);
  await makeDue(channelId);
  const others = [1, 2].map(() => createTestContext(database.url));
  const rows = await rowsOf(channelId);
  const contexts = [pipeline.ctx, ...others];
  const claims = await Promise.all(rows.map(({ id }, at) => claimDelivery(contexts[at % 3] ?? pipeline.ctx, { id })));
  const claimed = claims.flatMap((claim) => (claim.kind === "claimed" ? [claim.delivery] : []));
  expect(claimed).toHaveLength(1);
  const after = await rowsOf(channelId);
  expect(after.filter(({ groupedIntoId }) => groupedIntoId === claimed[0]?.id)).toHaveLength(39);
  expect(after.every(({ state }) => state === "sending")).toBe(true);
  await Promise.all(others.map((other) => other.close()));
});

test("a group whose sender died is sent again with exactly those that were in it", async () => {
  const { channelId, record } = await prepare({ kind: "webhook", waitSeconds: 60 });
  await record(3);
  await makeDue(channelId);
  const [first] = await rowsOf(channelId);
  expect((await claimDelivery(pipeline.ctx, { id: first?.id ?? "" })).kind).toBe("claimed");
  // The process dies here; more has come by the time at which somebody takes over.
  await record(2);
  await pipeline.ctx.sql.query(
    "UPDATE deliveries SET claimed_at = now() - interval '1 minute' WHERE channel_id = $1 AND state = 'sending'",
    [channelId],
  );
  await sweepDeliveries(pipeline.ctx);
  const { json } = await receiver.waitForRequest(({ headers }) => headers["webhook-id"] === `msg_${first?.id}`);
  expect(json.group.count).toBe(3);
  await waitFor(async () => (await rowsOf(channelId)).filter(({ state }) => state === "delivered").length === 3);
  await makeDue(channelId);
  await enqueueDeliveries(
    pipeline.ctx,
    (await rowsOf(channelId)).filter(({ state }) => state === "queued").map(({ id }) => ({ id, critical: false })),
  );
  const all = await allIn(channelId, "delivered");
  expect(all.filter(({ groupedIntoId }) => groupedIntoId === null)).toHaveLength(2);
});

test("an update of a grouped alert edits the one message; those that wait are told by the same edit", async () => {
  const { channelId, record } = await prepare();
  await enqueueDeliveries(pipeline.ctx, await record(12));
  const rows = await allIn(channelId, "delivered");
  const messages = discord.messages.length;
  const alerts = await pipeline.ctx.db.alert.findMany({
    where: { id: { in: rows.map(({ alertId }) => alertId ?? "") } },
  });
  await recordChanges(pipeline.ctx, {
    networkId: pipeline.networkId,
    leaseToken: null,
    changes: alerts.map(({ id, txHash }) => ({
      ...{ alertId: id, kind: "confirmed", atMs: Date.now(), isTold: true, firstSeen: [], data: {}, hash: txHash },
      block: { number: 7n, hash: `0x${"b".repeat(64)}` },
    })),
  });
  const updates = await allIn(channelId, "delivered", "alert.updated");
  expect(updates).toHaveLength(12);
  expect(new Set(updates.map(({ remoteId }) => remoteId))).toEqual(new Set([rows[0]?.remoteId]));
  expect(discord.messages).toHaveLength(messages);
  // The first edit takes along what was there by then; the others wait for it and share the next.
  expect((await sentTo(channelId)).length).toBeLessThanOrEqual(4);
  expect(JSON.stringify(discord.messages.at(-1))).toContain("Confirmed in block 7");
});

test("a silence lets nobody know: not by itself and not in a group, and the timeline says why", async () => {
  const { channelId, ruleId, record } = await prepare({ waitSeconds: 60 });
  await record(3);
  const {
    channelId: direct,
    ruleId: directRule,
    record: recordDirect,
  } = await prepare({ severity: "critical", waitSeconds: 0 });
  const times = { startsAt: new Date(Date.now() - 1_000), endsAt: new Date(Date.now() + 3_600_000) };
  for (const silenced of [ruleId, directRule]) {
    await pipeline.ctx.db.silence.create({
      data: { id: pipeline.ctx.newId(), ruleId: silenced, reason: "Upgrade", ...times },
    });
  }
  const queued = [...(await recordDirect(1)), ...(await rowsOf(channelId)).map(({ id }) => ({ id, critical: false }))];
  await makeDue(channelId);
  await enqueueDeliveries(pipeline.ctx, queued);
  const rows = [...(await allIn(channelId, "suppressed")), ...(await allIn(direct, "suppressed"))];
  expect(rows).toHaveLength(4);
  expect(await sentTo(channelId)).toEqual([]);
  for (const { alertId } of rows) {
    const events = await listAlertEvents(pipeline.ctx, { alertId: alertId ?? "" });
    const quiet = events.filter(({ kind }) => kind === "not_notified").map(({ data }) => data);
    expect(quiet).toMatchObject([{ kind: "silence", reason: "Upgrade", silenceId: expect.any(String) }]);
  }
});

test("what falls into a silence drops out of its group, and the others are told", async () => {
  const { channelId, ruleId, record } = await prepare({ waitSeconds: 60 });
  await record(4);
  const rows = await rowsOf(channelId);
  const alertIds = rows.slice(0, 2).map(({ alertId }) => alertId ?? "");
  await pipeline.ctx.db.alert.updateMany({ where: { id: { in: alertIds } }, data: { severity: "info" } });
  const times = { startsAt: new Date(Date.now() - 1_000), endsAt: new Date(Date.now() + 3_600_000) };
  await pipeline.ctx.db.silence.create({
    data: { id: pipeline.ctx.newId(), ruleId, severity: "info", reason: "Noise", ...times },
  });
  await makeDue(channelId);
  await enqueueDeliveries(pipeline.ctx, [{ id: rows[0]?.id ?? "", critical: false }]);
  await waitFor(async () => (await rowsOf(channelId)).every(({ state }) => state !== "queued" && state !== "sending"));
  const states = (await rowsOf(channelId)).map(({ state }) => state);
  expect(states).toEqual(["suppressed", "suppressed", "delivered", "delivered"]);
  expect(await sentTo(channelId)).toHaveLength(1);
});

test("in quiet hours critical alerts pass; the others are one message when they end", async () => {
  const { channelId, ruleId, record } = await prepare({ severity: "medium", waitSeconds: 0 });
  const critical = await pipeline.rule({ name: "Critical", channels: [channelId], severity: "critical" });
  await pipeline.ctx.db.channel.update({ where: { id: channelId }, data: { quietHours: NOW_AND_TOMORROW } });
  await enqueueDeliveries(pipeline.ctx, await record(3));
  const urgent = await recordAlert(pipeline, critical);
  await enqueueDeliveries(pipeline.ctx, urgent.deliveries);
  const passed = urgent.deliveries[0]?.id ?? "";
  await waitFor(async () => (await readDelivery(pipeline.ctx, passed)).state === "delivered");
  const put = await waitFor(async () => {
    const rows = (await rowsOf(channelId)).filter(({ id }) => id !== passed);
    return rows.every(({ groupKey }) => groupKey === "quiet") ? rows : null;
  });
  expect(put).toHaveLength(3);
  for (const { nextAttemptAt, state } of put) {
    expect(state).toBe("queued");
    expect(nextAttemptAt?.getTime()).toBeGreaterThan(Date.now() + 3_600_000);
  }
  const events = await listAlertEvents(pipeline.ctx, { alertId: put[0]?.alertId ?? "" });
  expect(events.find(({ kind }) => kind === "not_notified")?.data).toMatchObject({ kind: "quiet_hours" });

  await pipeline.ctx.sql.query("UPDATE channels SET quiet_hours = NULL WHERE id = $1", [channelId]);
  await makeDue(channelId);
  await enqueueDeliveries(pipeline.ctx, [{ id: put[0]?.id ?? "", critical: false, jobId: pipeline.ctx.newId() }]);
  await allIn(channelId, "delivered");
  expect(await sentTo(channelId)).toHaveLength(2);
  expect(ruleId).not.toBe(critical);
});

test("a digest gathers low and info alerts until the clock's next boundary, and nothing else", async () => {
  const { channelId, record } = await prepare({ severity: "low", waitSeconds: null });
  await pipeline.ctx.db.channel.update({ where: { id: channelId }, data: { digestMinutes: 5 } });
  const high = await pipeline.rule({ name: "High", channels: [channelId], severity: "critical" });
  await record(4);
  await enqueueDeliveries(pipeline.ctx, (await recordAlert(pipeline, high)).deliveries);
  const gathered = (await rowsOf(channelId)).filter(({ groupKey }) => groupKey === "digest");
  expect(gathered).toHaveLength(4);
  for (const { nextAttemptAt } of gathered) {
    const at = nextAttemptAt?.getTime() ?? 0;
    expect(at % 300_000).toBe(0);
    expect(at - Date.now()).toBeLessThanOrEqual(300_000);
  }
  await makeDue(channelId);
  await enqueueDeliveries(pipeline.ctx, [{ id: gathered[1]?.id ?? "", critical: false, jobId: pipeline.ctx.newId() }]);
  await allIn(channelId, "delivered");
  expect(await sentTo(channelId)).toHaveLength(2);
});
