import { afterEach, expect, test } from "vitest";

import type { OutgoingMessage } from "~/domain/messages/outgoing-message";
import { sampleAlert } from "~/domain/messages/sample-alert";
import { createGuardedHttp } from "~/platform/guarded-http.server";
import { sendToChannel } from "../../worker/channels/channel-sender";
import { type FakeSlack, slackErrors, slackTooMany, startFakeSlack } from "../support/fake-slack";

const AT = new Date();
const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function slack(): Promise<FakeSlack> {
  const fake = await startFakeSlack();
  closing.push(() => fake.close());
  return fake;
}

function message(change: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    type: "alert.created",
    timestamp: AT.toISOString(),
    alert: sampleAlert(AT),
    links: { alertUrl: "https://sentinel.example.org/alerts/1", explorerUrl: null },
    networkLabel: "mainnet",
    ruleName: "Owner leaves",
    contractName: "Treasury Vault",
    runbookUrl: null,
    ...change,
  };
}

async function send(fake: FakeSlack, change: { base?: string; message?: OutgoingMessage } = {}) {
  const timeouts = { connectMs: 500, headersMs: 300, totalMs: 1_000 };
  const base = change.base ?? fake.base;
  const http = createGuardedHttp({ allowedCidrs: [], trustedOrigins: [new URL(base).origin], timeouts });
  closing.push(() => http.close());
  return sendToChannel(
    { http, discordApiBase: "https://discord.com", slackApiBase: base },
    {
      type: "slack",
      config: { webhookUrl: fake.webhookUrl },
      deliveryId: crypto.randomUUID(),
      message: change.message ?? message(),
      attemptAt: AT,
    },
  );
}

test("Slack takes the message, and what was sent is kept without the URL's secret", async () => {
  const fake = await slack();
  const result = await send(fake);
  expect(result).toMatchObject({ outcome: "ok", statusCode: 200, error: null, responseBody: "ok", remoteId: null });
  expect(fake.requests[0]?.url).toBe("/services/T0AAAAAAA/B0BBBBBBB/aTokenOfSlack0000000000");
  expect(fake.messages[0]?.text).toContain("[CRITICAL] Ownership of Sample Vault");
  expect(result.request).toMatchObject({ method: "POST", host: new URL(fake.base).host });
  expect(JSON.stringify(result)).not.toContain("aTokenOfSlack");
});

test("a proxy's base leads to the same webhook", async () => {
  const fake = await slack();
  expect(await send(fake, { base: `${fake.base}/proxy/` })).toMatchObject({ outcome: "ok" });
  expect(fake.requests[0]?.url).toBe("/proxy/services/T0AAAAAAA/B0BBBBBBB/aTokenOfSlack0000000000");
});

test("an update is a message of its own that names the alert", async () => {
  const fake = await slack();
  await send(fake);
  const alert = { ...sampleAlert(AT), txStatus: "dropped" as const };
  await send(fake, { message: message({ type: "alert.updated", change: "dropped", alert }) });
  expect(fake.messages.map(({ text }) => text)).toEqual([
    "[CRITICAL] Ownership of Sample Vault is being renounced (Treasury Vault, mainnet)",
    "[CRITICAL] Dropped from the mempool: Ownership of Sample Vault is being renounced (Treasury Vault, mainnet)",
  ]);
});

test("refused blocks are said once more in plain text", async () => {
  const fake = await slack();
  fake.script({ status: 400, body: "invalid_blocks" });
  const result = await send(fake);
  expect(result).toMatchObject({ outcome: "ok", error: "Sent as plain text. Slack answered 400: invalid_blocks." });
  expect(fake.messages[0]?.text).toContain("Open alert: https://sentinel.example.org/alerts/1");
  expect(fake.messages[0]?.blocks).toBeUndefined();
});

test("when plain text is refused too, that is the end of it, with the reason", async () => {
  const fake = await slack();
  fake.script({ status: 400, body: "invalid_payload" }, { status: 400, body: "no_text" });
  expect(await send(fake)).toMatchObject({ outcome: "fatal", statusCode: 400, error: "Slack answered 400: no_text." });
  expect(fake.requests).toHaveLength(2);
});

test.each([
  ["archived", "the channel is archived (channel_is_archived)"],
  ["noService", "the webhook was removed or switched off (no_service)"],
  ["noChannel", "(channel_not_found)"],
  ["prohibited", "(action_prohibited)"],
] as const)("%s is gone, in words", async (error, words) => {
  const fake = await slack();
  fake.script(slackErrors[error]);
  const result = await send(fake);
  expect(result.outcome).toBe("gone");
  expect(result.error).toContain(words);
});

test("a 429 is waited for, and server errors are for another try", async () => {
  const fake = await slack();
  fake.script(
    slackTooMany(3),
    slackErrors.rollup,
    { status: 503, body: "<html>away</html>" },
    { status: 0, hang: true },
  );
  expect(await send(fake)).toMatchObject({ outcome: "wait", retryAfterMs: 3_000, statusCode: 429 });
  expect(await send(fake)).toMatchObject({ outcome: "retry", error: "Slack answered 500: rollup_error." });
  expect(await send(fake)).toMatchObject({ outcome: "retry", error: "Slack answered 503." });
  expect(await send(fake)).toMatchObject({ outcome: "retry", statusCode: null });
  fake.script({ status: 0, reset: true }, { status: 302, headers: { location: "https://example.org/" } });
  expect(await send(fake)).toMatchObject({ outcome: "retry", statusCode: null });
  expect(await send(fake)).toMatchObject({ outcome: "fatal", error: expect.stringContaining("Redirects") });
});
