import { afterAll, beforeAll, expect, test } from "vitest";

import { acknowledgeAlerts } from "~/domain/alerts/acknowledge-alerts.server";
import { createEscalationPolicy } from "~/domain/escalations/create-escalation-policy.server";
import { NewEscalationPolicy } from "~/domain/escalations/escalation-policy";
import { deliver } from "../../worker/deliver";
import { startEscalations } from "../../worker/escalations/start-escalations";
import { type FakeDiscord, startFakeDiscord } from "../support/fake-discord";
import { type Pipeline, recordAlert, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { waitFor } from "../support/wait-for";

let database: TestDatabase;
let discord: FakeDiscord;
let pipeline: Pipeline;
let escalations: ReturnType<typeof startEscalations>;
let channelId: string;
let ruleId: string;

beforeAll(async () => {
  [database, discord] = await Promise.all([createTestDatabase(), startFakeDiscord()]);
  pipeline = await seedPipeline(database.url, { DISCORD_API_BASE: discord.base });
  const { ctx } = pipeline;
  channelId = await pipeline.discord("https://discord.com/api/webhooks/123456789012/a-Token_of-Discord");
  const steps = [{ channels: [channelId], waitSeconds: 3_600 }];
  const input = NewEscalationPolicy.parse({ name: "Night", severities: ["high"], steps });
  await createEscalationPolicy(ctx, { actor: { userId: null }, input });
  // Its alerts are told to nobody at first: only the escalation tells.
  ruleId = await pipeline.rule({ channels: [] });
  ctx.queues.work("deliveries-critical", deliver(ctx), { concurrency: 4 });
  ctx.queues.work("deliveries", deliver(ctx), { concurrency: 4 });
});
afterAll(async () => {
  await escalations?.stop();
  await pipeline?.ctx.close();
  await discord?.close();
  await database?.drop();
});

const states = async (purpose: string) => {
  const rows = await pipeline.ctx.db.delivery.findMany({ where: { channelId, purpose } });
  return rows.map(({ state }) => state);
};

test("a burst that nobody acknowledges is one message that says so; an acknowledgement is told there", async () => {
  const alertIds: string[] = [];
  for (let count = 0; count < 3; count += 1) alertIds.push((await recordAlert(pipeline, ruleId)).alertId);
  escalations = startEscalations(pipeline.ctx);
  await waitFor(async () => (await states("alert.escalated")).filter((state) => state === "delivered").length === 3, {
    timeoutMs: 20_000,
    describe: "all three are told",
  });
  expect(discord.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
  const [sent] = discord.requests;
  expect(JSON.stringify(sent)).toMatch(/3 alerts/);
  expect(JSON.stringify(sent)).toContain("Night");

  await acknowledgeAlerts(pipeline.ctx, {
    actor: { userId: null },
    ids: alertIds.slice(0, 1),
    via: { kind: "telegram", label: "Ann" },
  });
  await waitFor(() => discord.requests.some(({ method }) => method === "PATCH"), { describe: "the message is edited" });
  expect(discord.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
}, 40_000);

test("a single one is told at once, and after its acknowledgement the message says who took it", async () => {
  const before = discord.requests.length;
  const { alertId } = await recordAlert(pipeline, ruleId);
  await waitFor(() => discord.requests.length > before, { timeoutMs: 15_000, describe: "it is told" });
  expect(JSON.stringify(discord.requests[before])).toContain("Not acknowledged");
  await waitFor(async () => (await states("alert.escalated")).every((state) => state === "delivered"), {
    describe: "it is recorded",
  });
  await acknowledgeAlerts(pipeline.ctx, {
    actor: { userId: null },
    ids: [alertId],
    via: { kind: "telegram", label: "Ann" },
  });
  const edit = await waitFor(() => discord.requests.slice(before).find(({ method }) => method === "PATCH"), {
    timeoutMs: 15_000,
    describe: "the message is edited",
  });
  expect(JSON.stringify(edit)).toContain("Ann");
}, 40_000);
