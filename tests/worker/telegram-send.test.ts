import { afterEach, expect, test } from "vitest";

import { sampleAlert } from "~/domain/messages/sample-alert";
import { createGuardedHttp } from "~/platform/guarded-http.server";
import { type OutgoingMessage, sendToChannel } from "../../worker/channels/channel-sender";
import { type FakeTelegram, floodWait, startFakeTelegram } from "../support/fake-telegram";

const AT = new Date();
const DATA = "a:AZvxnkQAcAC-9mZmZmZmZmZmZmZmZmZmZmZm";
const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function telegram(): Promise<FakeTelegram> {
  const fake = await startFakeTelegram();
  closing.push(() => fake.close());
  return fake;
}

function message(alert: Partial<ReturnType<typeof sampleAlert>> = {}, change: Partial<OutgoingMessage> = {}) {
  return {
    type: "alert.created" as const,
    timestamp: AT.toISOString(),
    alert: { ...sampleAlert(AT), ...alert },
    links: { alertUrl: "https://sentinel.example.org/alerts/1", explorerUrl: null },
    networkLabel: "Ethereum",
    ruleName: "Owner leaves",
    contractName: "Treasury Vault",
    runbookUrl: null,
    ...change,
  };
}

interface Sending {
  message?: OutgoingMessage;
  editRemoteId?: string | null;
  config?: Record<string, unknown>;
  base?: string;
}

function send(fake: FakeTelegram, { message: said = message(), editRemoteId = null, config, base }: Sending = {}) {
  const telegramApiBase = base ?? fake.base;
  const timeouts = { connectMs: 500, headersMs: 300, totalMs: 1_000 };
  const http = createGuardedHttp({ allowedCidrs: [], trustedOrigins: [telegramApiBase], timeouts });
  closing.push(() => http.close());
  return sendToChannel(
    { http, discordApiBase: "https://discord.com", telegramApiBase },
    {
      type: "telegram",
      config: { botToken: fake.token, chatId: String(fake.chatId), ...config },
      deliveryId: "0190d3a0-0000-7000-8000-000000000001",
      editRemoteId,
      acknowledgeData: DATA,
      message: said,
      attemptAt: AT,
    },
  );
}

const refusal = (description: string, status = 400) => ({
  status,
  body: { ok: false, error_code: status, description },
});

test("Telegram takes the message with its buttons, and its id is kept with the chat's", async () => {
  const fake = await telegram();
  const result = await send(fake);
  expect(result).toMatchObject({ outcome: "ok", statusCode: 200, error: null, remoteId: `${fake.chatId}:5001` });
  const [sent] = fake.messages;
  expect(sent?.text).toMatch(/^🟥 CRITICAL: Ownership of Sample Vault is being renounced\n/);
  expect(sent?.buttons.map(({ text }) => text)).toEqual(["Acknowledge", "Open"]);
  expect(result.request).toMatchObject({ method: "POST", host: new URL(fake.base).host });
  expect(JSON.stringify(result)).not.toContain(fake.token);
});

test("an update edits the message in place, and the same again is no failure", async () => {
  const fake = await telegram();
  const { remoteId } = await send(fake);
  const said = message({ txStatus: "confirmed", blockNumber: 12 }, { type: "alert.updated", change: "confirmed" });
  expect(await send(fake, { message: said, editRemoteId: remoteId })).toMatchObject({ outcome: "ok", remoteId });
  expect(await send(fake, { message: said, editRemoteId: remoteId })).toMatchObject({
    outcome: "ok",
    statusCode: 400,
    error: null,
    remoteId,
  });
  expect(fake.messages).toMatchObject([{ edits: 1, text: expect.stringContaining("Confirmed in block 12") }]);
});

test("where the first message is no more, a new one says it", async () => {
  const fake = await telegram();
  const { remoteId } = await send(fake);
  fake.deleteMessages();
  const again = await send(fake, { editRemoteId: remoteId });
  expect(again).toMatchObject({ outcome: "ok", error: expect.stringContaining("sent anew") });
  expect(again.remoteId).not.toBe(remoteId);
  expect(fake.messages).toHaveLength(2);
  // A chat that the channel does not write to any more says nothing about the one that it does.
  expect(await send(fake, { editRemoteId: "-99:1" })).toMatchObject({ outcome: "ok" });
});

test.each(["can't parse entities: Unsupported start tag", "message is too long", "inline keyboard button URL"])(
  "%s: said once in plain text",
  async (words) => {
    const fake = await telegram();
    fake.script(refusal(`Bad Request: ${words}`));
    expect(await send(fake)).toMatchObject({ outcome: "ok", error: expect.stringContaining("Sent as plain text") });
    expect(fake.messages).toMatchObject([{ entities: [], buttons: [{ text: "Acknowledge" }] }]);
    fake.script(refusal(`Bad Request: ${words}`), refusal(`Bad Request: ${words}`));
    expect(await send(fake)).toMatchObject({ outcome: "fatal", error: expect.stringContaining(words) });
  },
);

test("a flood's wait is taken exactly", async () => {
  const fake = await telegram();
  fake.script(floodWait(7));
  expect(await send(fake)).toMatchObject({ outcome: "wait", retryAfterMs: 7_000, statusCode: 429 });
  fake.limitFlood(1);
  await send(fake);
  expect(await send(fake)).toMatchObject({ outcome: "wait", retryAfterMs: expect.any(Number) });
  expect(fake.messages).toHaveLength(1);
});

test.each(["gone", "blocked", "no_rights"] as const)("a chat that is %s is gone", async (state) => {
  const fake = await telegram();
  fake.setChat(fake.chatId, state);
  expect(await send(fake)).toMatchObject({
    outcome: "gone",
    error: expect.stringMatching(/^Telegram answered 40[03]: /),
  });
});

test("a token that Telegram does not know is gone, and is not told to anybody", async () => {
  const fake = await telegram();
  const botToken = `987654321:${"x".repeat(35)}`;
  const result = await send(fake, { config: { botToken } });
  expect(result).toMatchObject({ outcome: "gone", statusCode: 401 });
  expect(JSON.stringify(result)).not.toContain("x".repeat(35));
});

test("a group that became a supergroup is followed, and the change is told to be stored", async () => {
  const fake = await telegram();
  const { remoteId } = await send(fake);
  fake.setChat(fake.chatId, { migratedTo: -100777 });
  fake.setChat(-100777, "ok");
  const moved = await send(fake, { editRemoteId: remoteId });
  expect(moved).toMatchObject({ outcome: "ok", configChange: { chatId: "-100777" } });
  expect(moved.remoteId).toMatch(/^-100777:/);
  expect((await send(fake, { config: { chatId: "-100777" } })).configChange).toBeUndefined();
});

test("a topic is written to, its end leads to the group itself, and the general one is the group", async () => {
  const fake = await telegram();
  fake.addTopic(42);
  await send(fake, { config: { threadId: 42 } });
  expect(fake.messages[0]?.threadId).toBe(42);
  expect(await send(fake, { config: { threadId: 43 } })).toMatchObject({
    outcome: "ok",
    error: expect.stringContaining("topic is closed or gone"),
  });
  expect(await send(fake, { config: { threadId: 1 } })).toMatchObject({ outcome: "ok", error: null });
});

test.each([
  [{ status: 502, body: "<html>bad gateway</html>" }, "retry"],
  [{ status: 500, body: { ok: false, error_code: 500, description: "Internal Server Error" } }, "retry"],
  [{ status: 200, body: "<html>sign in to this wifi</html>" }, "retry"],
  [{ status: 302, body: "", headers: { location: "http://127.0.0.1:1/" } }, "fatal"],
  [refusal("Bad Request: something new"), "fatal"],
])("an answer of another kind: %j", async (answer, outcome) => {
  const fake = await telegram();
  fake.script(answer);
  expect(await send(fake)).toMatchObject({ outcome });
});

test("a far side that cannot be reached is for another try, without the token in its words", async () => {
  const fake = await telegram();
  const result = await send(fake, { base: "http://127.0.0.1:9" });
  expect(result).toMatchObject({ outcome: "retry", statusCode: null });
  expect(JSON.stringify(result)).not.toContain(fake.token);
});

test("hostile text arrives as text", async () => {
  const fake = await telegram();
  const title = `<b>@everyone</b> \u202E${"x".repeat(1_000_000)}`;
  expect(await send(fake, { message: message({ title, description: title }) })).toMatchObject({ error: null });
  expect(fake.messages[0]?.text).toContain("<b>@\u2060everyone</b> ⟨U+202E⟩xxx");
  expect(fake.messages[0]?.text).toContain("characters in all)");
});
