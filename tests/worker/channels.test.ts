import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterEach, expect, test } from "vitest";

import { makeSecret } from "~/domain/channels/make-secret.server";
import { sampleAlert } from "~/domain/messages/sample-alert";
import type { GuardedHttp } from "~/platform/guarded-http/http-result";
import { createGuardedHttp } from "~/platform/guarded-http.server";
import { type OutgoingMessage, sendToChannel } from "../../worker/channels/channel-sender";
import { type FakeDiscord, startFakeDiscord, tooManyRequests, unknownWebhook } from "../support/fake-discord";

const DELIVERY = "0190d3a0-0000-7000-8000-000000000001";
const AT = new Date();
const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

function client(trustedOrigins: string[] = []): GuardedHttp {
  const timeouts = { connectMs: 500, headersMs: 300, totalMs: 1_000 };
  const http = createGuardedHttp({ allowedCidrs: ["127.0.0.0/8"], trustedOrigins, timeouts });
  closing.push(() => http.close());
  return http;
}

async function discord(): Promise<FakeDiscord> {
  const fake = await startFakeDiscord();
  closing.push(() => fake.close());
  return fake;
}

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A webhook's far side that answers with `listener` and keeps what it got. */
async function receiver(listener: RequestListener = (_request, response) => void response.writeHead(204).end()) {
  const received: Received[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
    listener(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

function message(alert: Partial<ReturnType<typeof sampleAlert>> = {}): OutgoingMessage {
  return {
    type: "alert.created",
    timestamp: AT.toISOString(),
    alert: { ...sampleAlert(AT), ...alert },
    links: { alertUrl: "https://sentinel.example.org/alerts/1", explorerUrl: null },
    networkLabel: "Ethereum",
    ruleName: "Owner leaves",
    contractName: "Treasury Vault",
    runbookUrl: null,
  };
}

async function toDiscord(
  fake: FakeDiscord,
  change: { base?: string; message?: OutgoingMessage; editRemoteId?: string } = {},
) {
  const base = change.base ?? fake.base;
  return sendToChannel(
    { http: client([base]), discordApiBase: base },
    {
      type: "discord",
      config: { webhookUrl: fake.webhookUrl },
      deliveryId: DELIVERY,
      editRemoteId: change.editRemoteId ?? null,
      message: change.message ?? message(),
      attemptAt: AT,
    },
  );
}

async function toWebhook(
  config: Record<string, unknown>,
  change: { attemptAt?: Date; message?: OutgoingMessage } = {},
) {
  return sendToChannel(
    { http: client(), discordApiBase: "https://discord.com" },
    {
      type: "webhook",
      config,
      deliveryId: DELIVERY,
      message: change.message ?? message(),
      attemptAt: change.attemptAt ?? AT,
    },
  );
}

test("Discord takes the message, is asked to wait for it, and its id is kept", async () => {
  const fake = await discord();
  expect(await toDiscord(fake)).toMatchObject({
    outcome: "ok",
    statusCode: 200,
    error: null,
    remoteId: "1180000000000000001",
  });
  expect(fake.requests[0]).toMatchObject({
    method: "POST",
    url: "/api/webhooks/1234567890/a-Token_of-Discord?wait=true",
  });
  expect(fake.messages[0]?.embeds?.[0]?.title).toBe("Ownership of Sample Vault is being renounced");
});

test("a base with Discord's own path, or with a proxy's, leads to the same webhook", async () => {
  const fake = await discord();
  expect(await toDiscord(fake, { base: `${fake.base}/api/v10` })).toMatchObject({ outcome: "ok" });
  expect(fake.requests[0]?.url).toBe("/api/v10/webhooks/1234567890/a-Token_of-Discord?wait=true");
  fake.script({ status: 200, body: {} });
  await toDiscord(fake, { base: `${fake.base}/proxy/` });
  expect(fake.requests[1]?.url).toBe("/proxy/api/webhooks/1234567890/a-Token_of-Discord?wait=true");
});

test("a 429 is waited for to the millisecond", async () => {
  const fake = await discord();
  fake.script(tooManyRequests(0.376));
  expect(await toDiscord(fake)).toMatchObject({ outcome: "wait", retryAfterMs: 376, statusCode: 429 });
});

test("a used-up window is reported with the message that used it up", async () => {
  const fake = await discord();
  fake.script({
    status: 200,
    body: { id: "1" },
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset-after": "1.25" },
  });
  expect(await toDiscord(fake)).toMatchObject({ outcome: "ok", retryAfterMs: 1_250 });
});

test("a deleted webhook is gone, and Discord's words are passed on", async () => {
  const fake = await discord();
  fake.script(unknownWebhook);
  const result = await toDiscord(fake);
  expect(result).toMatchObject({ outcome: "gone", statusCode: 404 });
  expect(result.error).toContain("Unknown Webhook");
});

test("a refused embed is said once more in plain text", async () => {
  const fake = await discord();
  fake.script({ status: 400, body: { embeds: ["0"] } });
  expect(await toDiscord(fake)).toMatchObject({
    outcome: "ok",
    statusCode: 200,
    error: expect.stringContaining("plain"),
  });
  expect(fake.messages).toHaveLength(1);
  expect(fake.messages[0]?.content).toContain("**CRITICAL** Ownership of Sample Vault is being renounced");
});

test("when plain text is refused too, that is the end of it, with the reason", async () => {
  const fake = await discord();
  const refusal = {
    message: "Invalid Form Body",
    code: 50_035,
    errors: { embeds: { 0: { title: { _errors: [{ code: "X", message: "Must be 256 or fewer in length." }] } } } },
  };
  fake.script({ status: 400, body: refusal }, { status: 400, body: refusal });
  const result = await toDiscord(fake);
  expect(result).toMatchObject({ outcome: "fatal", statusCode: 400 });
  expect(result.error).toContain("Invalid Form Body (embeds.0.title: Must be 256 or fewer in length.)");
  expect(fake.requests).toHaveLength(2);
});

const update = (alert: Parameters<typeof message>[0], change: string): OutgoingMessage => ({
  ...message(alert),
  type: "alert.updated",
  change,
});

test("an update edits the first message in place, and says first what changed", async () => {
  const fake = await discord();
  const { remoteId } = await toDiscord(fake);
  const confirmed = update({ txStatus: "confirmed", blockNumber: 12 }, "confirmed");
  expect(await toDiscord(fake, { message: confirmed, editRemoteId: remoteId ?? "" })).toMatchObject({
    outcome: "ok",
    remoteId,
  });
  expect(fake.requests[1]).toMatchObject({
    method: "PATCH",
    url: `/api/webhooks/1234567890/a-Token_of-Discord/messages/${remoteId}?wait=true`,
  });
  expect(fake.messages).toHaveLength(1);
  expect(fake.messages[0]?.embeds?.[0]?.description).toMatch(/^\*\*Confirmed in block 12\*\*/);
});

test("an update whose embed is refused becomes plain text in the same message", async () => {
  const fake = await discord();
  const { remoteId } = await toDiscord(fake);
  fake.script({ status: 400, body: { embeds: ["0"] } });
  const dropped = update({ txStatus: "dropped" }, "dropped");
  expect(await toDiscord(fake, { message: dropped, editRemoteId: remoteId ?? "" })).toMatchObject({ outcome: "ok" });
  expect(fake.messages).toMatchObject([{ content: expect.stringContaining("Dropped from the mempool"), embeds: [] }]);
});

test("when the first message was deleted a new one says it, and when the webhook was, it is gone", async () => {
  const fake = await discord();
  const { remoteId } = await toDiscord(fake);
  fake.deleteMessages();
  const failed = update({ txStatus: "failed", blockNumber: 9 }, "failed");
  const again = await toDiscord(fake, { message: failed, editRemoteId: remoteId ?? "" });
  expect(again).toMatchObject({ outcome: "ok", remoteId: "1180000000000000002" });
  expect(fake.messages).toHaveLength(2);
  fake.script(unknownWebhook, unknownWebhook);
  expect(await toDiscord(fake, { message: failed, editRemoteId: remoteId ?? "" })).toMatchObject({ outcome: "gone" });
});

test("a webhook's update says what changed", async () => {
  const { received, url } = await receiver();
  await toWebhook({ url, secret: makeSecret() }, { message: update({ txStatus: "dropped" }, "dropped") });
  expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({
    type: "alert.updated",
    change: "dropped",
    data: { txStatus: "dropped" },
  });
});

test("Discord's server errors are for another try", async () => {
  const fake = await discord();
  fake.script({ status: 502, body: "<html>bad gateway</html>" });
  expect(await toDiscord(fake)).toMatchObject({ outcome: "retry", statusCode: 502 });
});

test("a message that quotes a huge answer still yields its id", async () => {
  const fake = await discord();
  fake.script({ status: 200, body: { embeds: "x".repeat(20_000), id: "42" } });
  const result = await toDiscord(fake);
  expect(result.remoteId).toBe("42");
  expect(result.responseBody?.length).toBe(4096);
});

test("a webhook verifies as its receiver would do it, and says what the contract says", async () => {
  const secret = makeSecret();
  const { received, url } = await receiver();
  const alert = { title: "Grüße 😀 \u2028" };
  expect(await toWebhook({ url, secret }, { message: message(alert) })).toMatchObject({
    outcome: "ok",
    statusCode: 204,
  });

  const [request] = received;
  const verified = new Webhook(secret).verify(request?.body ?? "", request?.headers as Record<string, string>);
  expect(verified).toMatchObject({
    type: "alert.created",
    timestamp: AT.toISOString(),
    data: { ...sampleAlert(AT), ...alert },
  });
  expect(request?.headers).toMatchObject({
    "webhook-id": `msg_${DELIVERY}`,
    "webhook-timestamp": String(Math.floor(AT.getTime() / 1000)),
    "content-type": "application/json; charset=utf-8",
  });
  expect(() =>
    new Webhook(makeSecret()).verify(request?.body ?? "", request?.headers as Record<string, string>),
  ).toThrow();
});

test("a retry has the same id and body, its own timestamp, and verifies", async () => {
  const secret = makeSecret();
  const { received, url } = await receiver();
  await toWebhook({ url, secret });
  await toWebhook({ url, secret }, { attemptAt: new Date(AT.getTime() + 8_000) });
  const [first, second] = received;
  expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
  expect(second?.body).toBe(first?.body);
  expect(second?.headers["webhook-timestamp"]).not.toBe(first?.headers["webhook-timestamp"]);
  new Webhook(secret).verify(second?.body ?? "", second?.headers as Record<string, string>);
});

test("custom headers go along", async () => {
  const { received, url } = await receiver();
  await toWebhook({ url, secret: makeSecret(), headers: { Authorization: "Bearer t", "X-Team": "blue" } });
  expect(received[0]?.headers).toMatchObject({ authorization: "Bearer t", "x-team": "blue" });
});

test.each([
  [410, {}, "gone", null],
  [404, {}, "fatal", null],
  [302, { location: "http://127.0.0.1:1/" }, "fatal", null],
  [500, {}, "retry", null],
  [429, { "retry-after": "3" }, "wait", 3_000],
  [503, { "retry-after": "2" }, "wait", 2_000],
])("a receiver that answers %i is classified by it", async (status, headers, outcome, retryAfterMs) => {
  const { received, url } = await receiver((_request, response) => void response.writeHead(status, headers).end("no"));
  expect(await toWebhook({ url, secret: makeSecret() })).toMatchObject({
    outcome,
    retryAfterMs,
    statusCode: status,
    responseBody: "no",
  });
  expect(received).toHaveLength(1);
});

test("a receiver that hangs is for another try", async () => {
  const { url } = await receiver(() => {});
  const result = await toWebhook({ url, secret: makeSecret() });
  expect(result).toMatchObject({ outcome: "retry", statusCode: null, error: expect.stringContaining("no answer") });
});

test("a private address is refused for good, without its path in the reason", async () => {
  const result = await toWebhook({ url: "https://10.0.0.1/hook/s3cret", secret: makeSecret() });
  expect(result).toMatchObject({ outcome: "fatal", statusCode: null });
  expect(result.error).toMatch(/10\.0\.0\.1 is a private address/);
  expect(result.error).not.toContain("s3cret");
});

test("a configuration or type that cannot be used ends in a clear refusal", async () => {
  expect(await toWebhook({ url: 5 })).toMatchObject({
    outcome: "fatal",
    error: expect.stringContaining("save the channel"),
  });
  const deps = { http: client(), discordApiBase: "https://discord.com" };
  const input = { config: {}, deliveryId: DELIVERY, message: message(), attemptAt: AT };
  expect(await sendToChannel(deps, { type: "telegram", ...input })).toMatchObject({ outcome: "fatal" });
});

test("a test without an alert shows the sample", async () => {
  const { received, url } = await receiver();
  await toWebhook({ url, secret: makeSecret() }, { message: { ...message(), type: "channel.test", alert: null } });
  expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({ type: "channel.test", data: { severity: "critical" } });
});
