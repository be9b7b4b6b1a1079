import { afterAll, beforeAll, expect, test } from "vitest";

import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import { sweepDeliveries } from "~/domain/deliveries/sweep-deliveries.server";
import { deliver } from "../../../worker/deliver";
import { type Pipeline, readDelivery, recordAlert, seedPipeline } from "../../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../../support/postgres";
import { waitFor } from "../../support/wait-for";
import { type ScriptedAnswer, startWebhookReceiver, type WebhookReceiver } from "../../support/webhook-receiver";

let database: TestDatabase;
let pipeline: Pipeline;
const receivers: WebhookReceiver[] = [];

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

async function alertTo(script: ScriptedAnswer[]) {
  const receiver = await startWebhookReceiver({ script });
  receivers.push(receiver);
  const channelId = await pipeline.webhook(receiver.url);
  const ruleId = await pipeline.rule({ channels: [channelId], severity: "critical" });
  const { alertId, deliveries } = await recordAlert(pipeline, ruleId);
  await enqueueDeliveries(pipeline.ctx, deliveries);
  return { receiver, alertId, deliveryId: deliveries[0]?.id ?? "" };
}

const repeated = (answer: ScriptedAnswer) => Array.from({ length: 5_000 }, () => answer);

test("a far side that says “at once” for ever is asked ever less often, not hammered", async () => {
  const { receiver, deliveryId } = await alertTo(repeated({ status: 429, headers: { "retry-after": "0" } }));
  const first = await receiver.waitForRequest();
  await waitFor(() => performance.timeOrigin + performance.now() - first.receivedAtMs > 6_000, { timeoutMs: 10_000 });
  expect(receiver.requests.length).toBeGreaterThan(3);
  expect(receiver.requests.length).toBeLessThan(15);
  expect(await readDelivery(pipeline.ctx, deliveryId)).toMatchObject({ state: "queued", attempts: 0 });
  // It is taken at its word the first time.
  const [one, two] = receiver.requests;
  expect((two?.receivedAtMs ?? 0) - (one?.receivedAtMs ?? 0)).toBeLessThan(1_000);
  receiver.setScript([]);
  await waitFor(async () => (await readDelivery(pipeline.ctx, deliveryId)).state === "delivered", {
    timeoutMs: 15_000,
    describe: "it is delivered in the end",
  });
}, 40_000);

test.each([
  ["negative", "-5"],
  ["no number", "NaN"],
  ["a date long past", "Wed, 21 Oct 2015 07:28:00 GMT"],
  ["words that parse as a date", "try 5 apples"],
  ["an exponent", "1e9"],
  ["nothing", ""],
])(
  "a hostile Retry-After, %s, neither crashes nor parks an alert for ever",
  async (_, value) => {
    const { receiver, deliveryId } = await alertTo([{ status: 429, headers: { "retry-after": value } }]);
    await waitFor(async () => (await readDelivery(pipeline.ctx, deliveryId)).state === "delivered", {
      timeoutMs: 8_000,
      describe: "it is delivered",
    });
    expect(receiver.requests).toHaveLength(2);
  },
  15_000,
);

test("a Retry-After of a thousand years is an hour at most", async () => {
  const { receiver, deliveryId } = await alertTo([{ status: 429, headers: { "retry-after": "9".repeat(400) } }]);
  await receiver.waitForRequest();
  const row = await waitFor(async () => {
    const found = await readDelivery(pipeline.ctx, deliveryId);
    return found.nextAttemptAt === null ? null : found;
  });
  expect((row.nextAttemptAt?.getTime() ?? 0) - Date.now()).toBeLessThan(3_601_000);
  await sweepDeliveries(pipeline.ctx);
  expect(receiver.requests).toHaveLength(1);
});

test("a send that was taken is not sent again because the database refused to note how the far side is doing", async () => {
  const { ctx } = pipeline;
  // The first fails, so that the second has something to note of the far side.
  const { receiver, deliveryId } = await alertTo([{ status: 503 }]);
  await receiver.waitForRequest();
  await ctx.sql.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$`);
  await ctx.sql.query("CREATE TRIGGER refuse BEFORE UPDATE ON destinations FOR EACH ROW EXECUTE FUNCTION refuse()");
  try {
    await waitFor(async () => (await readDelivery(ctx, deliveryId)).state === "delivered", {
      timeoutMs: 8_000,
      describe: "it is delivered",
    });
    expect(receiver.requests).toHaveLength(2);
  } finally {
    await ctx.sql.query("DROP TRIGGER refuse ON destinations");
    await ctx.sql.query("DROP FUNCTION refuse");
  }
}, 20_000);
