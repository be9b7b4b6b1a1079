import { afterAll, beforeAll, expect, test } from "vitest";

import { acknowledgeAlert } from "~/domain/alerts/acknowledge-alert.server";
import { enqueueDeliveries } from "~/domain/deliveries/enqueue-deliveries.server";
import { deliver } from "../../worker/deliver";
import { startTelegram } from "../../worker/telegram/start-telegram";
import { waitFor } from "../support/wait-for";
import { openTelegramDesk, type TelegramDesk } from "./telegram-desk";
import { QUICK } from "./telegram-quick";

let desk: TelegramDesk;
let stop: () => Promise<void>;

beforeAll(async () => {
  desk = await openTelegramDesk();
  desk.ctx.queues.work("deliveries-critical", deliver(desk.ctx), { concurrency: 4 });
  desk.ctx.queues.work("deliveries", deliver(desk.ctx), { concurrency: 4 });
  stop = startTelegram(desk.ctx, QUICK).stop;
});
afterAll(async () => {
  await stop?.();
  await desk?.close();
});

/** An alert with its first message to the channel, sent by the worker. */
async function toldAlert() {
  const { ctx, fake, ids } = desk;
  const alert = await desk.alert();
  const id = ctx.newId();
  const { channelId } = ids;
  await ctx.db.delivery.create({
    data: { id, alertId: alert.id, channelId, purpose: "alert.created", critical: true },
  });
  const before = fake.messages.length;
  await enqueueDeliveries(ctx, [{ id, critical: true }]);
  const message = await waitFor(() => fake.messages[before], { describe: "the alert is told" });
  await waitFor(async () => (await ctx.db.delivery.findUnique({ where: { id } }))?.state === "delivered");
  return { alert, message };
}

test("an alert comes with a button; pressed, the same message says who acknowledged and has none", async () => {
  const ann = await desk.member("analyst", "Ann");
  const { alert, message } = await toldAlert();
  expect(message.text).toContain("Ownership of Treasury Vault is being renounced");
  expect(await desk.press(message, ann)).toBe("Acknowledged.");
  await waitFor(() => message.edits > 0, { describe: "the message says so" });
  expect(message.text).toMatch(/✅ Acknowledged by Ann via Telegram at \d\d:\d\d UTC/);
  expect(message.buttons.filter(({ callback_data }) => callback_data !== undefined)).toEqual([]);
  const events = await desk.ctx.db.alertEvent.findMany({ where: { alertId: alert.id }, orderBy: { at: "asc" } });
  expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["notified", "acknowledged"]));
});

test("acknowledged in Sentinel, the message in the chat says so as well", async () => {
  const bob = await desk.user("analyst", "Bob");
  const { alert, message } = await toldAlert();
  await acknowledgeAlert(desk.ctx, { actor: { userId: bob.id }, id: alert.id, note: "planned upgrade" });
  await waitFor(() => message.edits > 0, { describe: "the message says so" });
  expect(message.text).toMatch(/✅ Acknowledged by Bob at \d\d:\d\d UTC: planned upgrade/);
});

test("the bot's token is in nothing that is stored of a send", async () => {
  const { alert } = await toldAlert();
  const rows = await desk.ctx.db.delivery.findMany({ where: { alertId: alert.id }, include: { attemptRows: true } });
  const stored = JSON.stringify(rows);
  expect(rows[0]?.attemptRows).toMatchObject([{ outcome: "ok", requestTarget: { method: "POST" } }]);
  expect(stored).not.toContain(desk.fake.token);
  expect(stored).not.toContain(desk.fake.token.split(":")[1]);
});

test("a group that became a supergroup is remembered by the channel", async () => {
  desk.fake.setChat(desk.fake.chatId, { migratedTo: -100888 });
  desk.fake.setChat(-100888, "ok");
  const { message } = await toldAlert();
  expect(message.chatId).toBe(-100888);
  const config = async () =>
    (await desk.ctx.db.channel.findUniqueOrThrow({ where: { id: desk.ids.channelId } })).config as { chatId: string };
  await waitFor(async () => (await config()).chatId === "-100888", { describe: "the channel follows" });
});
