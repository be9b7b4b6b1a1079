import { afterAll, beforeAll, expect, test } from "vitest";

import { disableChannel } from "~/domain/channels/disable-channel.server";
import { updateChannel } from "~/domain/channels/update-channel.server";
import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import { tellUntoldFailures } from "~/domain/deliveries/tell-untold-failures.server";
import { deliver } from "../../worker/deliver";
import { type Pipeline, recordAlert, seedPipeline } from "../support/pipeline";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";

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

async function receiverOf(name: string) {
  const receiver = await startWebhookReceiver();
  receivers.push(receiver);
  return { receiver, channelId: await pipeline.webhook(receiver.url, name) };
}

/** A rule that tells two channels, and a fallback that it doesn't name. */
async function prepare() {
  await pipeline.ctx.db.channel.updateMany({ data: { isFallback: false } });
  const [pager, other, spare] = await Promise.all([receiverOf("Pager"), receiverOf("Other"), receiverOf("Spare")]);
  await pipeline.ctx.db.channel.update({ where: { id: spare.channelId }, data: { isFallback: true } });
  const ruleId = await pipeline.rule({ channels: [pager.channelId, other.channelId], severity: "critical" });
  const alert = async () => {
    const { alertId, deliveries } = await recordAlert(pipeline, ruleId);
    await enqueueDeliveries(pipeline.ctx, deliveries);
    return alertId;
  };
  return { pager: { ...pager }, other: other.receiver, spare: spare.receiver, alert };
}

test("what one channel refuses arrives on the fallback, and the rule's other channel hears which one failed", async () => {
  const { pager, other, spare, alert } = await prepare();
  pager.receiver.setScript([{ status: 400 }]);
  const alertId = await alert();
  const standIn = await spare.waitForRequest();
  expect(standIn.json).toMatchObject({ type: "alert.created", data: { id: alertId } });
  const notice = await other.waitForRequest(({ json }) => json.type !== "alert.created");
  expect(notice.body).toContain("Pager");
  expect(notice.json).toMatchObject({ data: { id: alertId } });
  expect(notice.headers["webhook-id"]).not.toBe(standIn.headers["webhook-id"]);
});

test("a channel that is gone is held: its alerts arrive on the fallback, and on itself once it is on again", async () => {
  const { pager, spare, alert } = await prepare();
  pager.receiver.setScript([{ status: 410 }]);
  const first = await alert();
  await spare.waitForRequest(({ json }) => json.data.id === first);
  await disableChannel(pipeline.ctx, { channelId: pager.channelId, reason: "It is gone." });
  const refused = pager.receiver.requests.length;

  // Nobody's attempt fails for this one: it is held from the start.
  const second = await alert();
  await tellUntoldFailures(pipeline.ctx);
  await spare.waitForRequest(({ json }) => json.data.id === second);
  expect(pager.receiver.requests).toHaveLength(refused);

  await updateChannel(pipeline.ctx, { actor: { userId: null }, id: pager.channelId, patch: { enabled: true } });
  const late = pager.receiver.requests;
  for (const id of [first, second]) {
    await pager.receiver.waitForRequest((request) => late.indexOf(request) >= refused && request.json.data.id === id);
  }
});
