import { afterAll, beforeAll, expect, test } from "vitest";

import type { AlertChange } from "~/domain/alerts/alert-change";
import { listAlertEvents } from "~/domain/alerts/list-alert-events.server";
import { recordChanges } from "~/domain/alerts/record-changes.server";
import { createChannel } from "~/domain/channels/create-channel.server";
import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import type { Context } from "~/platform/context.server";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedChannel } from "../../prisma/seed/seed-channel";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { deliver } from "../../worker/deliver";
import { type FakeDiscord, startFakeDiscord } from "../support/fake-discord";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";
import { type ScriptedAnswer, startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";

const ENDED = ["delivered", "failed", "held", "suppressed"];
const OTHER = `0x${"5".repeat(64)}`;
let database: TestDatabase;
let discord: FakeDiscord;
let ctx: Context;
let ids: { ruleId: string; networkId: string };
let nonce = 0n;
const receivers: WebhookReceiver[] = [];

beforeAll(async () => {
  [database, discord] = await Promise.all([createTestDatabase(), startFakeDiscord()]);
  ctx = createTestContext(database.url, { DISCORD_API_BASE: discord.base });
  const { id: networkId } = await seedNetwork(ctx, { name: "testnet" });
  const { id: ruleId } = await seedRule(ctx, { networkId });
  ids = { ruleId, networkId };
  ctx.queues.work("deliveries-critical", deliver(ctx), { concurrency: 8 });
  ctx.queues.work("deliveries", deliver(ctx), { concurrency: 8 });
});
afterAll(async () => {
  await ctx?.close();
  await Promise.all([...receivers.map((receiver) => receiver.close()), discord?.close()]);
  await database?.drop();
});

/** An alert with a first message to the channel, on the queue. */
async function alertTo(channelId: string) {
  const alert = await seedAlert(ctx, { ...ids, nonce: nonce++, fromAddress: `0x${"a".repeat(40)}` });
  const id = ctx.newId();
  await ctx.db.delivery.create({ data: { id, alertId: alert.id, channelId, purpose: "alert.created" } });
  await enqueueDeliveries(ctx, [{ id, critical: false }]);
  return alert;
}

async function webhook(script: ScriptedAnswer[] = []) {
  const receiver = await startWebhookReceiver({ script });
  receivers.push(receiver);
  return { receiver, channelId: (await seedChannel(ctx, { url: receiver.url })).id };
}

async function change(alertId: string, kind: AlertChange["kind"], fields: Partial<AlertChange> = {}) {
  const block = ["confirmed", "failed", "replaced"].includes(kind) ? { number: 7n, hash: `0x${"b".repeat(64)}` } : null;
  const common = { alertId, kind, atMs: Date.now(), block, hash: null, firstSeen: [], isTold: true, data: {} };
  await recordChanges(ctx, { networkId: ids.networkId, changes: [{ ...common, ...fields }], leaseToken: null });
}

const messagesOf = (alertId: string) => ctx.db.delivery.findMany({ where: { alertId }, orderBy: { revision: "asc" } });
const allEnded = (alertId: string, count: number) =>
  waitFor(
    async () => {
      const all = await messagesOf(alertId);
      return all.length === count && all.every(({ state }) => ENDED.includes(state)) ? all : null;
    },
    { timeoutMs: 20_000, describe: `${count} messages have ended` },
  );

test("Discord's first message follows its transaction in place", async () => {
  const config = { webhookUrl: discord.webhookUrl };
  const input = { type: "discord" as const, name: "Discord", config, enabled: true };
  const { channel } = await createChannel(ctx, { actor: { userId: null }, input });
  const alert = await alertTo(channel.id);
  await allEnded(alert.id, 1);
  await change(alert.id, "replacing", { hash: OTHER });
  await allEnded(alert.id, 2);
  expect(discord.messages[0]?.embeds?.[0]?.description).toContain("Being replaced: other calldata is pending");
  await change(alert.id, "replaced", { hash: OTHER, data: { isCancellation: false } });
  expect(await allEnded(alert.id, 3)).toMatchObject([
    { remoteId: "1180000000000000001" },
    { state: "delivered", change: "replacing", remoteId: "1180000000000000001" },
    { state: "delivered", change: "replaced", remoteId: "1180000000000000001" },
  ]);
  expect(discord.messages).toHaveLength(1);
  expect(discord.messages[0]?.embeds?.[0]?.description).toContain(`Replaced in block 7: other calldata, see ${OTHER}`);
  const told = (await listAlertEvents(ctx, { alertId: alert.id })).filter(({ kind }) => kind === "notified");
  expect(told.map(({ data }) => data.change)).toEqual([undefined, "replacing", "replaced"]);
});

test("a webhook gets each change as a message of its own, in order", async () => {
  const { receiver, channelId } = await webhook();
  const alert = await alertTo(channelId);
  await allEnded(alert.id, 1);
  await change(alert.id, "dropped");
  await change(alert.id, "reopened");
  await change(alert.id, "confirmed", { hash: alert.txHash });
  await allEnded(alert.id, 4);
  expect(receiver.requests.map(({ json }) => [json.type, json.change])).toEqual([
    ["alert.created", undefined],
    ["alert.updated", "dropped"],
    ["alert.updated", "reopened"],
    ["alert.updated", "confirmed"],
  ]);
  expect(receiver.requests.at(-1)?.json.data).toMatchObject({ id: alert.id, txStatus: "confirmed", blockNumber: 7 });
  expect(new Set(receiver.requests.map(({ headers }) => headers["webhook-id"])).size).toBe(4);
});

test("a change while the first message is being tried waits for it, and one before it was sent needs none", async () => {
  const { receiver, channelId } = await webhook([{ delayMs: 700, status: 500 }, {}]);
  const alert = await alertTo(channelId);
  await waitFor(async () => (await messagesOf(alert.id))[0]?.state === "sending");
  await change(alert.id, "confirmed", { hash: alert.txHash });
  await allEnded(alert.id, 2);
  expect(receiver.requests.map(({ json }) => json.type)).toEqual(["alert.created", "alert.created", "alert.updated"]);
  expect(receiver.requests[1]?.json.data.txStatus).toBe("confirmed");
});

test("an update that is tried again is dropped once a newer one has been told", async () => {
  const { receiver, channelId } = await webhook([{}, { status: 500 }]);
  const alert = await alertTo(channelId);
  await allEnded(alert.id, 1);
  await change(alert.id, "dropped");
  await waitFor(() => receiver.requests.length === 2);
  await waitFor(async () => (await messagesOf(alert.id))[1]?.state === "queued");
  await change(alert.id, "confirmed", { hash: alert.txHash });
  const [, older, newer] = await allEnded(alert.id, 3);
  expect(newer).toMatchObject({ state: "delivered", change: "confirmed", lastError: null });
  expect(older).toMatchObject({ state: "suppressed", change: "dropped", lastError: expect.stringContaining("newer") });
  expect(receiver.requests.map(({ json }) => json.change)).toEqual([undefined, "dropped", "confirmed"]);
});

test("where the first message never arrived there is nothing to update", async () => {
  const { receiver, channelId } = await webhook([{ delayMs: 500, status: 400 }]);
  const alert = await alertTo(channelId);
  await waitFor(async () => (await messagesOf(alert.id))[0]?.state === "sending");
  await change(alert.id, "confirmed", { hash: alert.txHash });
  expect(await allEnded(alert.id, 2)).toMatchObject([{ state: "failed" }, { state: "suppressed", attempts: 0 }]);
  expect(receiver.requests).toHaveLength(1);
});
