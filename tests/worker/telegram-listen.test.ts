import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { getAlert } from "~/domain/alerts/get-alert.server";
import { startTelegram } from "../../worker/telegram/start-telegram";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";
import { newPerson, openTelegramDesk, type TelegramDesk } from "./telegram-desk";
import { QUICK } from "./telegram-quick";

const CHILD = fileURLToPath(new URL("telegram-child.ts", import.meta.url));
let desk: TelegramDesk;
const stopping: (() => unknown)[] = [];

beforeAll(async () => {
  desk = await openTelegramDesk();
});
afterEach(async () => {
  for (const stop of stopping.splice(0).reverse()) await stop();
});
afterAll(() => desk?.close());

function listen(ctx = desk.ctx): { stop(): Promise<void> } {
  const telegram = startTelegram(ctx, QUICK);
  stopping.push(() => telegram.stop());
  return telegram;
}

test("a linked analyst's press acknowledges, and the alert says who and how", async () => {
  listen();
  const ann = await desk.member("analyst", "Ann");
  const alert = await desk.alert();
  const message = await desk.tell([alert.id]);
  expect(await desk.press(message, ann)).toBe("Acknowledged.");
  const label = `Ann (@${ann.username})`;
  expect(await getAlert(desk.ctx, { id: alert.id })).toMatchObject({
    status: "acknowledged",
    acknowledgedVia: { kind: "telegram", label },
  });
  const audit = await desk.ctx.db.auditLog.findFirst({ where: { action: "alert.acknowledged", resourceId: alert.id } });
  expect(audit).toMatchObject({ metadata: { via: "telegram", label, channelId: desk.ids.channelId } });
});

test("pressed twice and by two people at once, the first one stays", async () => {
  listen();
  const [ann, bob] = [await desk.member("analyst", "Ann"), await desk.member("admin", "Bob")];
  const alert = await desk.alert();
  const message = await desk.tell([alert.id]);
  const ids = [ann, bob, ann].map((person) => desk.fake.press(message, person));
  const told = await Promise.all(ids.map((id) => desk.answerTo(id)));
  expect(told[0]).toBe("Acknowledged.");
  expect(told[1]).toMatch(/^Already acknowledged by Ann at \d\d:\d\d UTC\.$/);
  expect(told[2]).toMatch(/^Already acknowledged by you at /);
  expect(await desk.ctx.db.alertEvent.count({ where: { alertId: alert.id, kind: "acknowledged" } })).toBe(1);
});

test("a group's button acknowledges all that its message tells of, and nothing else", async () => {
  listen();
  const ann = await desk.member("analyst", "Ann");
  const alerts = await Promise.all(Array.from({ length: 4 }, () => desk.alert()));
  const [first = "", second = "", third = "", other = ""] = alerts.map(({ id }) => id);
  const message = await desk.tell([first, second, third]);
  await desk.tell([other]);
  expect(await desk.press(message, ann)).toBe("Acknowledged: 3 alerts.");
  const open = await desk.ctx.db.alert.findMany({
    where: { id: { in: [first, second, third, other] }, acknowledgedAt: null },
  });
  expect(open.map(({ id }) => id)).toEqual([other]);
  // Told of alone by another message, it is acknowledged alone.
  const [fourth = "", fifth = ""] = (await Promise.all([desk.alert(), desk.alert()])).map(({ id }) => id);
  await desk.tell([fourth, fifth]);
  expect(await desk.press(await desk.tell([fourth], "alert.escalated"), ann)).toBe("Acknowledged.");
  expect((await getAlert(desk.ctx, { id: fifth })).acknowledgedAt).toBeNull();
});

test("who is not linked, may not, or presses a strange button is told so, and nothing happens", async () => {
  listen();
  const alert = await desk.alert();
  const message = await desk.tell([alert.id]);
  expect(await desk.press(message, newPerson("Eve"))).toMatch(/^Link your Telegram account first/);
  expect(await desk.press(message, await desk.member("viewer", "Vic"))).toBe("Your role (viewer) may not acknowledge.");
  const ann = await desk.member("analyst", "Ann");
  const [button] = message.buttons;
  const forged = { ...message, buttons: [{ ...button, text: "Acknowledge", callback_data: `a:${"A".repeat(38)}` }] };
  expect(await desk.press(forged, ann)).toMatch(/not one of this Sentinel's/);
  await desk.ctx.db.user.updateMany({ where: { name: "Ann" }, data: { disabledAt: new Date() } });
  expect(await desk.press(message, ann)).toBe("Your Sentinel account is disabled.");
  expect((await getAlert(desk.ctx, { id: alert.id })).acknowledgedAt).toBeNull();
});

test("a code links once, within its time, by /link and by /start, and each refusal says why", async () => {
  listen();
  const user = await desk.user("analyst", "Cleo");
  const [cleo, eve] = [newPerson("Cleo"), newPerson("Eve")];
  const { code, bots } = await user.code();
  expect(await desk.say("/start", cleo)).toContain("/link XXXX-XXXX");
  expect(await desk.say("/link AAAA-AAAA", cleo)).toMatch(/^This code is not right/);
  expect(await desk.say(`/start ${code.replace("-", "").toLowerCase()}`, cleo)).toBe(
    "Linked. You are Cleo in Sentinel. The buttons under alerts now work for you, as far as your role allows.",
  );
  expect(await desk.say(`/link ${code}`, eve)).toMatch(/^This code has been used/);
  const later = await user.code();
  await desk.ctx.db.chatLinkCode.updateMany({ where: { usedAt: null }, data: { expiresAt: new Date(0) } });
  expect(await desk.say(`/link ${later.code}`, eve)).toMatch(/^This code has expired/);
  expect(bots).toEqual([
    { username: "sentinel_test_bot", url: expect.stringMatching(/^https:\/\/t\.me\/sentinel_test_bot\?start=/) },
  ]);
  const stored = await desk.ctx.db.chatLinkCode.findMany();
  expect(JSON.stringify(stored)).not.toContain(code.replace("-", ""));
  expect(await desk.ctx.db.auditLog.count({ where: { action: "chat.linked", actorId: user.id } })).toBe(1);
});

test("in a group the bot answers to its own name and to codes, and keeps names to itself", async () => {
  listen();
  const dan = newPerson("Dan");
  const { fake } = desk;
  const { code } = await (await desk.user("analyst", "Daniel")).code();
  const before = fake.messages.length;
  fake.say("/start", dan, { chatId: fake.chatId });
  fake.say("/start@other_bot", dan, { chatId: fake.chatId });
  fake.say("hello /link", dan, { chatId: fake.chatId });
  const told = await desk.say(`/link@sentinel_test_bot ${code}`, dan, fake.chatId);
  expect(told).toMatch(/^Linked\. The buttons/);
  expect(fake.messages).toHaveLength(before + 1);
});

test("an account that is linked anew speaks for the new user only", async () => {
  listen();
  const [one, other] = [await desk.user("viewer", "One"), await desk.user("analyst", "Other")];
  const person = newPerson("Pat");
  await desk.say(`/link ${(await one.code()).code}`, person);
  await desk.say(`/link ${(await other.code()).code}`, person);
  const links = await desk.ctx.db.chatIdentity.findMany({ where: { externalId: String(person.id) } });
  expect(links).toMatchObject([{ userId: other.id }]);
  expect(await desk.ctx.db.auditLog.count({ where: { action: "chat.unlinked", actorId: other.id } })).toBe(1);
});

test("guessing ends after five wrong codes, and who floods the bot is not answered for ever", async () => {
  listen();
  const eve = newPerson("Eve");
  for (let guess = 0; guess < 5; guess += 1) expect(await desk.say(`/link 0000-000${guess}`, eve)).toMatch(/not right/);
  const { code } = await (await desk.user("admin", "Root")).code();
  const before = desk.fake.messages.length;
  desk.fake.say(`/link ${code}`, eve);
  // The five answers a minute are spent as well: what says that this was handled is the next person's answer.
  expect(await desk.say("/start", newPerson("Fay"))).toContain("/link");
  expect(desk.fake.messages).toHaveLength(before + 1);
  expect(await desk.ctx.db.chatIdentity.count({ where: { externalId: String(eve.id) } })).toBe(0);
});

test("of two workers one asks, and the other takes over as soon as it stops", async () => {
  const second = createTestContext(desk.database.url, { TELEGRAM_API_BASE: desk.fake.base });
  stopping.push(() => second.close());
  const first = listen();
  await waitFor(() => desk.fake.isPolled());
  const holder = (await desk.bot())?.holder;
  listen(second);
  const from = desk.fake.requests.length;
  // Through several rounds of questions and of renewals.
  await waitFor(() => desk.fake.requests.slice(from).filter(({ method }) => method === "getUpdates").length >= 2);
  expect(await desk.bot()).toMatchObject({ holder, lastError: null });
  await first.stop();
  const ann = await desk.member("analyst", "Ann");
  const alert = await desk.alert();
  expect(await desk.press(await desk.tell([alert.id]), ann)).toBe("Acknowledged.");
  expect((await desk.bot())?.holder).not.toBe(holder);
});

test("a worker that is killed is followed within seconds, and no press is lost or done twice", async () => {
  const child: ChildProcess = fork(CHILD, [desk.database.url, desk.fake.base], { execArgv: ["--import", "tsx"] });
  stopping.push(() => child.kill("SIGKILL"));
  await waitFor(() => desk.fake.isPolled(), { timeoutMs: 20_000 });
  const ann = await desk.member("analyst", "Ann");
  listen();
  const alert = await desk.alert();
  const message = await desk.tell([alert.id]);
  child.kill("SIGKILL");
  const killedAtMs = Date.now();
  const ids = [desk.fake.press(message, ann), desk.fake.press(message, ann)];
  const told = await Promise.all(ids.map((id) => desk.answerTo(id)));
  expect(told[0]).toBe("Acknowledged.");
  expect(told[1]).toMatch(/^Already acknowledged by you/);
  expect(Date.now() - killedAtMs).toBeLessThan(10_000);
});

test("an update that was handled but not noted is handled again without harm", async () => {
  const telegram = listen();
  const ann = await desk.member("analyst", "Ann");
  const alert = await desk.alert();
  const message = await desk.tell([alert.id]);
  expect(await desk.press(message, ann)).toBe("Acknowledged.");
  await telegram.stop();
  // As if the worker had died before it wrote the offset down: Telegram brings again what was not asked past.
  const { updateOffset = 0n } = (await desk.bot()) ?? {};
  await desk.ctx.db.telegramBot.updateMany({ data: { updateOffset: updateOffset - 1n } });
  desk.fake.repeatLast();
  listen();
  await waitFor(async () => (await desk.bot())?.updateOffset === updateOffset);
  expect(await desk.ctx.db.alertEvent.count({ where: { alertId: alert.id, kind: "acknowledged" } })).toBe(1);
});

test("another program that asks is named on the bot, and a webhook is taken away", async () => {
  desk.fake.webhook = { url: "https://elsewhere.example.org", secret: undefined };
  listen();
  await waitFor(() => desk.fake.isPolled());
  expect(desk.fake.webhook).toBeNull();
  await fetch(`${desk.fake.base}/bot${desk.fake.token}/getUpdates`, {
    method: "POST",
    body: '{"timeout":0,"offset":-1}',
  });
  const bot = await waitFor(async () => {
    const row = await desk.bot();
    return row?.lastError ? row : null;
  });
  expect(bot.lastError).toMatch(/^Another program asks Telegram for this bot's updates/);
  await waitFor(async () => (await desk.bot())?.lastError === null, { describe: "the error is over" });
});

test("a bot whose channels are all switched off is let go", async () => {
  listen();
  await waitFor(() => desk.fake.isPolled());
  await desk.ctx.db.channel.updateMany({ data: { enabled: false } });
  await waitFor(() => !desk.fake.isPolled());
  await desk.ctx.db.channel.updateMany({ data: { enabled: true } });
  await waitFor(() => desk.fake.isPolled());
});
