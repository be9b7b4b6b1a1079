import { Webhook } from "standardwebhooks";
import { afterEach, expect, test } from "vitest";

import type { WebhookConfig } from "~/domain/channels/config-schemas";
import { makeSecret } from "~/domain/channels/make-secret.server";
import type { OutgoingMessage } from "~/domain/messages/outgoing-message";
import { sampleAlert } from "~/domain/messages/sample-alert";
import { createGuardedHttp } from "~/platform/guarded-http.server";
import { sendToWebhook } from "../../worker/channels/webhook";
import {
  type ReceivedRequest,
  redirectTo,
  type ScriptedAnswer,
  startWebhookReceiver,
  TOO_MANY,
  type WebhookReceiver,
} from "../support/webhook-receiver";

const DELIVERY = "0190d3a0-0000-7000-8000-000000000001";
const HOUR_MS = 3_600_000;
const SECRET = makeSecret();
const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function receiver(...script: ScriptedAnswer[]): Promise<WebhookReceiver> {
  const started = await startWebhookReceiver({ script });
  closing.push(started.close);
  return started;
}

interface Sent {
  config?: Partial<WebhookConfig>;
  message?: Partial<OutgoingMessage>;
  attemptAt?: Date;
}

function send(url: string, { config = {}, message = {}, attemptAt = new Date() }: Sent = {}) {
  const timeouts = { connectMs: 500, headersMs: 300, totalMs: 700 };
  const http = createGuardedHttp({ allowedCidrs: ["127.0.0.0/8"], timeouts });
  closing.push(() => http.close());
  return sendToWebhook(
    { http },
    {
      config: { url, secret: SECRET, ...config },
      deliveryId: DELIVERY,
      attemptAt,
      message: {
        type: "alert.created",
        timestamp: attemptAt.toISOString(),
        alert: sampleAlert(attemptAt),
        links: { alertUrl: "https://sentinel.example.org/alerts/1", explorerUrl: null },
        networkLabel: "mainnet",
        ruleName: null,
        contractName: null,
        runbookUrl: null,
        ...message,
      },
    },
  );
}

function verifies(secret: string, request: ReceivedRequest | undefined): boolean {
  try {
    new Webhook(secret).verify(request?.body ?? "", request?.headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

test("while a secret is changed the message verifies under either, the new one's signature first", async () => {
  const { url, requests } = await receiver();
  const before = makeSecret();
  const at = new Date();
  const previousSecretUntil = new Date(at.getTime() + 24 * HOUR_MS).toISOString();
  await send(url, { config: { previousSecret: before, previousSecretUntil }, attemptAt: at });
  const signatures = String(requests[0]?.headers["webhook-signature"]).split(" ");
  expect(signatures).toHaveLength(2);
  expect(signatures[0]).toBe(new Webhook(SECRET).sign(`msg_${DELIVERY}`, at, requests[0]?.body ?? ""));
  expect([SECRET, before, makeSecret()].map((secret) => verifies(secret, requests[0]))).toEqual([true, true, false]);
});

test("after 24 hours the old secret signs no more", async () => {
  const { url, requests } = await receiver();
  const before = makeSecret();
  const at = new Date();
  await send(url, { config: { previousSecret: before, previousSecretUntil: at.toISOString() }, attemptAt: at });
  expect([SECRET, before].map((secret) => verifies(secret, requests[0]))).toEqual([true, false]);
});

const IN_AN_HOUR = new Date(Math.ceil(Date.now() / 1000) * 1000 + HOUR_MS / 2);

test.each<[string, ScriptedAnswer, object]>([
  ["429 with seconds", TOO_MANY.seconds(7), { outcome: "wait", retryAfterMs: 7_000, statusCode: 429 }],
  ["429 with a fraction", TOO_MANY.seconds(0.376), { outcome: "wait", retryAfterMs: 376 }],
  ["429 without a time", TOO_MANY.nothing(), { outcome: "retry", retryAfterMs: null }],
  ["429 with nonsense", TOO_MANY.unreadable(), { outcome: "retry", retryAfterMs: null }],
  ["503", { status: 503 }, { outcome: "retry", statusCode: 503 }],
  ["410", { status: 410 }, { outcome: "gone", statusCode: 410 }],
  ["a redirect", redirectTo("http://127.0.0.1:9/"), { outcome: "fatal", statusCode: 302 }],
  ["a permanent redirect", redirectTo("https://example.org/", 308), { outcome: "fatal", statusCode: 308 }],
  ["silence", { hang: true }, { outcome: "retry", statusCode: null, error: expect.stringContaining("no answer") }],
  ["a cut connection", { reset: true }, { outcome: "retry", statusCode: null }],
  ["a cut body", { resetMidBody: true }, { outcome: "retry", statusCode: null }],
  ["a body without an end", { trickleMs: 50 }, { outcome: "retry", error: expect.stringContaining("did not end") }],
])("a receiver that answers with %s is classified by it", async (_, answer, expected) => {
  const { url, requests } = await receiver(answer);
  expect(await send(url)).toMatchObject(expected);
  expect(requests).toHaveLength(1);
});

test("a Retry-After that is a date is waited for", async () => {
  const { url } = await receiver(TOO_MANY.date(IN_AN_HOUR));
  const at = new Date(IN_AN_HOUR.getTime() - 90_000);
  expect(await send(url, { attemptAt: at })).toMatchObject({ outcome: "wait", retryAfterMs: 90_000 });
});

test("an answer of 1 GB costs neither time nor memory, and is a 200", async () => {
  const { url, bytesTaken } = await receiver({ bodyBytes: 1_000_000_000 });
  const [before, startedAt] = [process.memoryUsage().rss, performance.now()];
  const result = await send(url);
  expect(result).toMatchObject({ outcome: "ok", statusCode: 200, responseBody: "x".repeat(4096) });
  expect(performance.now() - startedAt).toBeLessThan(700);
  expect(bytesTaken()).toBeLessThan(30_000_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
});

test("the log of a request holds no secret: neither headers of one's own nor the link that acknowledges", async () => {
  const { url, requests } = await receiver();
  const acknowledgeUrl = "https://sentinel.example.org/acknowledge/s3cret.link";
  const { request } = await send(`${url}/s3cret/path`, {
    config: { headers: { Authorization: "Bearer s3cret" } },
    message: { links: { alertUrl: null, explorerUrl: null, acknowledgeUrl } },
  });
  expect(requests[0]?.json.links.acknowledge).toBe(acknowledgeUrl);
  expect(request).toMatchObject({ method: "POST", headers: { Authorization: "***", "webhook-id": `msg_${DELIVERY}` } });
  expect(request?.host).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(request?.body).toContain('"acknowledge":"***"');
  expect(JSON.stringify(request)).not.toContain("s3cret");
});

test("a megabyte of hostile text arrives whole and verified, in a body of at most 512 kB", async () => {
  const { url, requests } = await receiver();
  const alert = sampleAlert(new Date());
  const value = '\u202e"}],\u0000@everyone <b>\ud800'.repeat(50_000);
  const args = [{ name: "memo", type: "string", value }];
  expect(await send(url, { message: { alert: { ...alert, call: { ...alert.call, args } } } })).toMatchObject({
    outcome: "ok",
  });
  expect(Buffer.byteLength(requests[0]?.body ?? "")).toBeLessThanOrEqual(512_000);
  expect(verifies(SECRET, requests[0])).toBe(true);
  const [memo] = requests[0]?.json.data.call.args ?? [];
  expect(memo).toMatchObject({ name: "memo", truncated: true });
  expect(value.startsWith(memo.value)).toBe(true);
});

const response = { summary: "Calls pause().", castSend: "cast send …" } as NonNullable<OutgoingMessage["response"]>;

test("a hook is sent the response, and what it answers comes back to be shown", async () => {
  const body = JSON.stringify({ message: "Proposed \u202eto the Safe", url: "https://app.safe.global/tx/1" });
  const { url, requests } = await receiver({ body, headers: { "content-type": "application/json" } });
  const result = await send(url, { config: { kind: "hook" }, message: { response } });
  expect(requests[0]?.json).toMatchObject({ type: "alert.created", response });
  expect(result).toMatchObject({
    outcome: "ok",
    error: null,
    answer: "Proposed ⟨U+202E⟩to the Safe https://app.safe.global/tx/1",
  });
});

test("a hook's long answer is shown although the log keeps less of it", async () => {
  const message = "ü".repeat(2_000);
  const { url } = await receiver({ body: JSON.stringify({ padding: "x".repeat(6_000), message }) });
  const result = await send(url, { config: { kind: "hook" } });
  expect(result.answer).toBe(message);
  expect(result.responseBody).toHaveLength(4_096);
});

test("what a hook should not have answered is told in the log, and no other webhook's answer is shown", async () => {
  const { url } = await receiver(
    { body: '{"url":"javascript:alert(1)"}' },
    { status: 500, body: "no" },
    { body: "hello" },
  );
  expect(await send(url, { config: { kind: "hook" } })).toMatchObject({
    outcome: "ok",
    answer: null,
    error: expect.stringContaining("not shown"),
  });
  expect(await send(url, { config: { kind: "hook" } })).toMatchObject({ outcome: "retry", answer: null });
  expect(await send(url)).toMatchObject({ outcome: "ok", answer: null, error: null });
});

test("a group, an escalation and a failure arrive in the contract's types", async () => {
  const { url, requests } = await receiver();
  const escalation = { id: DELIVERY, policyName: "Night", step: 1, steps: 2, round: 1 };
  await send(url, { message: { type: "alert.escalated", about: { escalation } } });
  const failure = { channelId: DELIVERY, channelName: "Room", channelType: "slack", reason: "gone" };
  await send(url, { message: { type: "channel.failing", alert: null, about: { failure } } });
  expect(requests.map(({ json }) => [json.type, json.change])).toEqual([
    ["alert.updated", "escalated"],
    ["channel.failing", undefined],
  ]);
});
