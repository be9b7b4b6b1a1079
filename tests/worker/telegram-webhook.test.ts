import type { ActionFunctionArgs } from "@remix-run/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { action, loader } from "../../app/routes/hooks.telegram.$key";
import { startTelegram } from "../../worker/telegram/start-telegram";
import { waitFor } from "../support/wait-for";
import { openTelegramDesk, type TelegramDesk } from "./telegram-desk";
import { QUICK } from "./telegram-quick";

const PUBLIC_URL = "https://sentinel.acme.com";
let desk: TelegramDesk;
let stop: (() => Promise<void>) | null = null;

beforeAll(async () => {
  desk = await openTelegramDesk({ PUBLIC_URL });
});
afterEach(async () => {
  await stop?.();
  stop = null;
});
afterAll(() => desk?.close());

async function listen(mode: "auto" | "webhook"): Promise<string> {
  const ctx = { ...desk.ctx, env: { ...desk.ctx.env, TELEGRAM_UPDATES: mode } };
  stop = startTelegram(ctx, QUICK).stop;
  const { url } = await waitFor(() => desk.fake.webhook, { describe: "the webhook is set" });
  return url;
}

/** A call of the hook, as Telegram makes it unless told otherwise. */
function call(url: string, body: unknown, { secret = desk.fake.webhook?.secret, method = "POST" } = {}) {
  const headers = {
    "Content-Type": "application/json",
    ...(secret === undefined ? {} : { "X-Telegram-Bot-Api-Secret-Token": secret }),
  };
  const request = new Request(url, { method, headers, ...(method === "POST" ? { body: JSON.stringify(body) } : {}) });
  const key = new URL(url).pathname.split("/").at(-1) ?? "";
  const context = { ctx: desk.ctx, ip: "", requestId: "", cspNonce: "", closed: new AbortController().signal };
  return action({ request, params: { key }, context } as ActionFunctionArgs);
}

test("with a public address Telegram calls the hook, and a press that it brings acknowledges", async () => {
  const url = await listen("auto");
  expect(url).toMatch(/^https:\/\/sentinel\.acme\.com\/hooks\/telegram\/[0-9a-f]{32}$/);
  expect(await waitFor(async () => (await desk.bot())?.mode === "webhook")).toBe(true);
  const person = { id: 77, first_name: "Ann" };
  const { code } = await (await desk.user("analyst", "Ann")).code();
  desk.fake.say(`/link ${code}`, person);
  expect((await call(url, desk.fake.nextForWebhook())).status).toBe(200);
  expect(desk.fake.messages.at(-1)?.text).toMatch(/^Linked\./);

  const alert = await desk.alert();
  const id = desk.fake.press(await desk.tell([alert.id]), person);
  const update = desk.fake.nextForWebhook();
  expect((await call(url, update)).status).toBe(200);
  expect(await desk.answerTo(id)).toBe("Acknowledged.");
  // Brought twice, as Telegram does when an answer was lost.
  expect((await call(url, update)).status).toBe(200);
  expect(await desk.ctx.db.alertEvent.count({ where: { alertId: alert.id, kind: "acknowledged" } })).toBe(1);
});

test("who does not know the secret learns nothing and does nothing", async () => {
  const url = await listen("auto");
  const alert = await desk.alert();
  desk.fake.press(await desk.tell([alert.id]), { id: 77, first_name: "Ann" });
  const update = desk.fake.nextForWebhook();
  for (const secret of [undefined, "", "x".repeat(64)]) {
    const answer = await call(url, update, { secret: secret ?? "" });
    expect([answer.status, await answer.text()]).toEqual([404, "There is nothing here.\n"]);
  }
  expect((await call(`${PUBLIC_URL}/hooks/telegram/${"0".repeat(32)}`, update)).status).toBe(404);
  expect((await desk.ctx.db.alert.findUniqueOrThrow({ where: { id: alert.id } })).acknowledgedAt).toBeNull();
  expect((await call(url, update, { method: "PUT" })).status).toBe(405);
  expect(loader().status).toBe(405);
});

test("what cannot be read is taken once, so that it does not come for ever", async () => {
  const url = await listen("auto");
  expect((await call(url, { update_id: "x" })).status).toBe(200);
  expect((await call(url, { update_id: 1, message: { text: 5 } })).status).toBe(200);
});

test("when Telegram cannot call, it is asked instead, and the bot says why", async () => {
  const url = await listen("auto");
  desk.fake.say("/start", { id: 78, first_name: "Bo" });
  desk.fake.failWebhook("Connection refused");
  await waitFor(() => desk.fake.isPolled(), { describe: "Telegram is asked" });
  expect(desk.fake.webhook).toBeNull();
  expect(desk.fake.messages.at(-1)?.text).toContain("/link XXXX-XXXX");
  expect((await desk.ctx.db.telegramBot.findFirst())?.mode).toBe("polling");
  expect(url).toContain("/hooks/telegram/");
});

test("an operator who wants calls gets calls, and the bot says that they fail", async () => {
  await listen("webhook");
  desk.fake.say("/start", { id: 79, first_name: "Cy" });
  desk.fake.failWebhook("SSL error");
  const bot = await waitFor(async () => ((await desk.bot())?.lastError?.includes("SSL error") ? desk.bot() : null));
  expect(bot).toMatchObject({ mode: "webhook" });
  expect(desk.fake.isPolled()).toBe(false);
  desk.fake.nextForWebhook();
});
