import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { acknowledgeAlerts } from "~/domain/alerts/acknowledge-alerts.server";
import { listAlertEvents } from "~/domain/alerts/list-alert-events.server";
import { DeliveryData } from "~/domain/deliveries/delivery-purpose";
import { createEscalationPolicy } from "~/domain/escalations/create-escalation-policy.server";
import { NewEscalationPolicy } from "~/domain/escalations/escalation-policy";
import type { Context } from "~/platform/context.server";
import { startEscalations } from "../../worker/escalations/start-escalations";
import { takeDueSteps } from "../../worker/escalations/take-due-steps";
import { type Pipeline, recordAlert, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";

const CHILD = fileURLToPath(new URL("escalation-child.ts", import.meta.url));
const NOWHERE = "https://93.184.215.14/hook";
const actor = { userId: null };

let database: TestDatabase;
let pipeline: Pipeline;
let ctx: Context;
let first: string;
let second: string;

beforeAll(async () => {
  database = await createTestDatabase();
  pipeline = await seedPipeline(database.url);
  ctx = pipeline.ctx;
  [first, second] = [await pipeline.webhook(NOWHERE, "First"), await pipeline.webhook(NOWHERE, "Second")];
});
beforeEach(async () => {
  await ctx.db.escalationPolicy.deleteMany();
  await ctx.db.rule.updateMany({ data: { enabled: false, deletedAt: new Date() } });
});
afterEach(() => ctx.db.channel.updateMany({ data: { enabled: true, failingSince: null, heldSince: null } }));
afterAll(async () => {
  await ctx?.close();
  await database?.drop();
});

const twoSteps = () => [
  { channels: [first], waitSeconds: 60 },
  { channels: [second], waitSeconds: 120 },
];
const policy = (values: object = {}) => {
  const input = NewEscalationPolicy.parse({ name: "Night", steps: twoSteps(), severities: ["high"], ...values });
  return createEscalationPolicy(ctx, { actor, input });
};
/** An alert that is told to the first channel only. */
async function alert(rule: object = {}): Promise<string> {
  return (await recordAlert(pipeline, await pipeline.rule({ channels: [first], ...rule }))).alertId;
}
const runOf = (alertId: string) => ctx.db.escalation.findUnique({ where: { alertId } });
const pagesOf = (alertId: string) =>
  ctx.db.delivery.findMany({ where: { alertId, purpose: "alert.escalated" }, orderBy: { revision: "asc" } });
/** Lets the time until the next step pass. */
// A second ago: the column has whole milliseconds, and may round up to what is still to come.
const makeDue = () =>
  ctx.sql.query("UPDATE escalations SET next_at = now() - interval '1 second' WHERE state = 'running'");
const storyOf = async (alertId: string) =>
  (await listAlertEvents(ctx, { alertId })).filter(({ kind }) => kind.startsWith("escalat"));

test("an alert follows its severity's policy: who has it already is passed over, then the next is told, then it gives up", async () => {
  const { id: policyId } = await policy();
  const alertId = await alert();
  const before = Date.now();
  expect(await takeDueSteps(ctx)).toBe(1);
  expect(await pagesOf(alertId)).toEqual([]);
  const waiting = await runOf(alertId);
  expect(waiting).toMatchObject({ policyId, state: "running", step: 1, round: 0 });
  expect((waiting?.nextAt?.getTime() ?? 0) - before).toBeGreaterThanOrEqual(59_900);
  expect(await takeDueSteps(ctx)).toBe(0);

  await makeDue();
  await takeDueSteps(ctx);
  const [page] = await pagesOf(alertId);
  expect(page).toMatchObject({ channelId: second, critical: true, revision: 2, groupKey: null, state: "queued" });
  expect(DeliveryData.parse(page?.data).escalation).toMatchObject({ policyName: "Night", step: 2, steps: 2, round: 1 });
  // After the last step its wait still gives the time to acknowledge.
  expect(await runOf(alertId)).toMatchObject({ state: "running", step: 2 });
  await makeDue();
  await takeDueSteps(ctx);
  expect(await runOf(alertId)).toMatchObject({ state: "exhausted", nextAt: null });
  expect(await storyOf(alertId)).toMatchObject([
    { kind: "escalated", data: { step: 1, channels: [], alreadyTold: ["First"] } },
    { kind: "escalated", data: { step: 2, steps: 2, round: 1, channels: ["Second"] } },
    { kind: "escalation_ended", data: { reason: "exhausted" } },
  ]);
});

test("rounds repeat and tell the first step's channel again", async () => {
  await policy({ repeats: 1 });
  const alertId = await alert();
  for (let step = 0; step < 5; step += 1) {
    await makeDue();
    await takeDueSteps(ctx);
  }
  expect((await pagesOf(alertId)).map(({ channelId, revision }) => [channelId, revision])).toEqual([
    [second, 2],
    [first, 101],
    [second, 102],
  ]);
  expect(await runOf(alertId)).toMatchObject({ state: "exhausted", round: 1 });
});

test("the rule's own policy goes before the severity's; one that is switched off counts as none", async () => {
  const own = await policy({ name: "Own", severities: [] });
  const bySeverity = await policy();
  const ruled = await pipeline.rule({ channels: [first] });
  await ctx.db.rule.update({ where: { id: ruled }, data: { escalationPolicyId: own.id } });
  expect(await runOf((await recordAlert(pipeline, ruled)).alertId)).toMatchObject({ policyId: own.id });
  await ctx.db.escalationPolicy.update({ where: { id: own.id }, data: { enabled: false } });
  expect(await runOf((await recordAlert(pipeline, ruled)).alertId)).toMatchObject({ policyId: bySeverity.id });
  expect(await runOf(await alert({ severity: "low" }))).toBeNull();
});

test("acknowledging stops it, and what becomes of the transaction does not", async () => {
  await policy();
  const [acknowledged, confirmed] = [await alert(), await alert()];
  await takeDueSteps(ctx);
  await acknowledgeAlerts(ctx, { actor, ids: [acknowledged], via: { kind: "link", label: "First" } });
  await ctx.db.alert.update({ where: { id: confirmed }, data: { txStatus: "confirmed" } });
  await makeDue();
  expect(await takeDueSteps(ctx)).toBe(1);
  expect(await pagesOf(acknowledged)).toEqual([]);
  expect(await runOf(acknowledged)).toMatchObject({ state: "acknowledged", nextAt: null });
  expect(await pagesOf(confirmed)).toHaveLength(1);
});

test("a step that is due for many alerts at once waits two seconds to become one message", async () => {
  const { id: policyId } = await policy({ steps: [{ channels: ["discord", "webhook"], waitSeconds: 60 }] });
  const discord = await pipeline.discord("https://discord.com/api/webhooks/1/token");
  const alertIds = [await alert(), await alert(), await alert()];
  await takeDueSteps(ctx);
  for (const alertId of alertIds) {
    const pages = await pagesOf(alertId);
    // A webhook's receiver takes one alert a call.
    expect(pages.map(({ channelId, groupKey }) => [channelId, groupKey]).sort()).toEqual(
      [
        [discord, `escalation:${policyId}:0:0`],
        [second, null],
      ].sort(),
    );
    const grouped = pages.find(({ channelId }) => channelId === discord);
    expect((grouped?.nextAttemptAt?.getTime() ?? 0) - (grouped?.createdAt.getTime() ?? 0)).toBe(2_000);
  }
  await ctx.db.channel.delete({ where: { id: discord } });
});

test("a silenced alert pages nobody and says so; the next step may", async () => {
  await policy();
  const alertId = await alert();
  await takeDueSteps(ctx);
  const { ruleId } = await ctx.db.alert.findUniqueOrThrow({ where: { id: alertId } });
  const minutes = (count: number) => new Date(Date.now() + count * 60_000);
  const silence = { id: ctx.newId(), ruleId, reason: "upgrade", startsAt: minutes(-1), endsAt: minutes(60) };
  await ctx.db.silence.create({ data: silence });
  await makeDue();
  await takeDueSteps(ctx);
  expect(await pagesOf(alertId)).toEqual([]);
  const skipped = { kind: "silence", silenceId: silence.id, reason: "upgrade" };
  expect((await storyOf(alertId)).at(-1)).toMatchObject({ kind: "escalated", data: { step: 2, skipped } });
});

test("a step whose channels are off goes on at once to one that can be told", async () => {
  await policy();
  const alertId = await alert();
  await ctx.db.channel.update({ where: { id: first }, data: { enabled: false } });
  await takeDueSteps(ctx);
  await takeDueSteps(ctx);
  expect((await pagesOf(alertId)).map(({ channelId }) => channelId)).toEqual([second]);
  expect((await storyOf(alertId))[0]?.data).toMatchObject({ step: 1, skipped: { kind: "no_channel" } });
});

test("an operator is told of a failing channel on every other channel, until it works again", async () => {
  const { id: policyId } = await policy({ steps: [{ channels: ["webhook"], waitSeconds: 60 }], repeats: 3 });
  await ctx.db.channel.update({ where: { id: first }, data: { failingSince: new Date(), lastError: "HTTP 500." } });
  const run = await ctx.db.escalation.create({
    data: { id: ctx.newId(), policyId, channelId: first, nextAt: new Date() },
  });
  await takeDueSteps(ctx);
  const told = await ctx.db.delivery.findMany({ where: { purpose: "channel.failing" } });
  expect(told).toMatchObject([{ alertId: null, channelId: second, critical: true, groupKey: null }]);
  expect(DeliveryData.parse(told[0]?.data)).toEqual({
    escalation: { id: run.id, policyName: "Night", step: 1, steps: 1, round: 1 },
    failure: { channelId: first, channelName: "First", channelType: "webhook", reason: "HTTP 500." },
  });
  await ctx.db.channel.update({ where: { id: first }, data: { failingSince: null } });
  await makeDue();
  await takeDueSteps(ctx);
  const ended = await ctx.db.escalation.findUniqueOrThrow({ where: { id: run.id } });
  expect(ended).toMatchObject({ state: "cancelled", endReason: "recovered" });
});

test("two workers take each step once, also while people acknowledge", async () => {
  await policy({ steps: [{ channels: [second], waitSeconds: 0 }], repeats: 5 });
  const alertIds: string[] = [];
  for (let count = 0; count < 30; count += 1) alertIds.push(await alert());
  const others = [createTestContext(database.url), createTestContext(database.url)];
  const acknowledged = alertIds.filter((_, index) => index % 3 === 0);
  const work = async (worker: Context) => {
    for (let turn = 0; turn < 40; turn += 1) await takeDueSteps(worker);
  };
  const acknowledge = async () => {
    for (const id of acknowledged) await acknowledgeAlerts(ctx, { actor, ids: [id] });
  };
  await Promise.all([work(ctx), ...others.map(work), acknowledge()]);
  for (const alertId of alertIds) {
    const isStopped = acknowledged.includes(alertId);
    expect(await runOf(alertId)).toMatchObject({ state: isStopped ? expect.any(String) : "exhausted" });
    const revisions = (await pagesOf(alertId)).map(({ revision }) => revision);
    expect(revisions).toEqual([1, 101, 201, 301, 401, 501].slice(0, revisions.length));
    if (!isStopped) expect(revisions).toHaveLength(6);
    // Each page is on the timeline, and nothing else is.
    const story = await storyOf(alertId);
    expect(story.filter(({ kind }) => kind === "escalated")).toHaveLength(revisions.length);
  }
  await Promise.all(others.map((other) => other.close()));
});

test("a worker that is killed in the middle loses no step and repeats none", async () => {
  const steps = Array.from({ length: 10 }, () => ({ channels: [second], waitSeconds: 0 }));
  await policy({ steps, repeats: 5 });
  const alertIds: string[] = [];
  for (let count = 0; count < 20; count += 1) alertIds.push(await alert());
  const left = () => ctx.db.escalation.count({ where: { state: "running" } });
  let kills = 0;
  while ((await left()) > 0) {
    const child: ChildProcess = fork(CHILD, [database.url], { execArgv: ["--import", "tsx"] });
    await once(child, "message");
    await sleep(Math.random() * 60);
    child.kill("SIGKILL");
    await once(child, "exit");
    kills += 1;
    if (kills === 4) break;
  }
  while ((await left()) > 0) await takeDueSteps(ctx);
  expect(kills).toBeGreaterThan(0);
  for (const alertId of alertIds) {
    expect(await pagesOf(alertId)).toHaveLength(60);
    expect((await storyOf(alertId)).filter(({ kind }) => kind === "escalated")).toHaveLength(60);
  }
}, 60_000);

test("the worker's loop takes a step soon after it is due, and puts its page onto the queue", async () => {
  await policy({ steps: [{ channels: [second], waitSeconds: 60 }] });
  const seen: string[] = [];
  ctx.queues.work("deliveries-critical", async (job) => void seen.push(job.data.deliveryId), { concurrency: 1 });
  const escalations = startEscalations(ctx);
  const alertId = await alert();
  const page = await waitFor(async () => (await pagesOf(alertId))[0], { describe: "the step is taken" });
  await waitFor(() => seen.includes(page.id), { describe: "its page is on the queue" });
  await escalations.stop();
  const late = await alert();
  await sleep(1_200);
  expect(await pagesOf(late)).toEqual([]);
});
