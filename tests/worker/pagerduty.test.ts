import { afterEach, expect, test } from "vitest";

import type { Alert } from "~/domain/alerts/alert";
import type { OutgoingMessage } from "~/domain/messages/outgoing-message";
import { sampleAlert } from "~/domain/messages/sample-alert";
import { createGuardedHttp } from "~/platform/guarded-http.server";
import { sendToChannel } from "../../worker/channels/channel-sender";
import { type FakePagerDuty, startFakePagerDuty } from "../support/fake-pagerduty";

const AT = new Date();
const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function pagerduty(): Promise<FakePagerDuty> {
  const fake = await startFakePagerDuty();
  closing.push(() => fake.close());
  return fake;
}

function message(change: Partial<OutgoingMessage> = {}, alert: Partial<Alert> = {}): OutgoingMessage {
  return {
    type: "alert.created",
    timestamp: AT.toISOString(),
    alert: { ...sampleAlert(AT), ...alert },
    links: { alertUrl: "https://sentinel.example.org/alerts/1", explorerUrl: null },
    networkLabel: "mainnet",
    ruleName: "Owner leaves",
    contractName: "Treasury Vault",
    runbookUrl: null,
    ...change,
  };
}

const update = (change: string, alert: Partial<Alert> = {}) => message({ type: "alert.updated", change }, alert);

async function send(fake: FakePagerDuty, given: OutgoingMessage = message(), integrationKey = fake.integrationKey) {
  const timeouts = { connectMs: 500, headersMs: 300, totalMs: 1_000 };
  const http = createGuardedHttp({ allowedCidrs: [], trustedOrigins: [fake.base], timeouts });
  closing.push(() => http.close());
  return sendToChannel(
    { http, discordApiBase: "https://discord.com", pagerdutyApiBase: fake.base },
    {
      type: "pagerduty",
      config: { integrationKey, region: "eu" },
      deliveryId: crypto.randomUUID(),
      message: given,
      attemptAt: AT,
    },
  );
}

test("an alert opens one incident, is acknowledged with it and resolved with it", async () => {
  const fake = await pagerduty();
  expect(await send(fake)).toMatchObject({
    outcome: "ok",
    statusCode: 202,
    error: null,
    remoteId: `sentinel:${sampleAlert(AT).id}`,
    request: { method: "POST", host: new URL(fake.base).host },
  });
  expect(fake.incidents).toMatchObject([{ state: "triggered", severity: "critical", events: 1 }]);
  await send(fake, message({ type: "alert.escalated" }));
  expect(fake.incidents).toMatchObject([{ state: "triggered", events: 2 }]);
  await send(fake, update("acknowledged"));
  expect(fake.incidents).toMatchObject([{ state: "acknowledged" }]);
  await send(fake, update("confirmed", { txStatus: "confirmed", blockNumber: 7 }));
  expect(fake.incidents).toMatchObject([{ state: "acknowledged", summary: expect.stringContaining("Confirmed: ") }]);
  await send(fake, update("dropped", { txStatus: "dropped" }));
  expect(fake.incidents).toMatchObject([{ state: "resolved", events: 5 }]);
});

test("a transaction that comes back opens a new incident", async () => {
  const fake = await pagerduty();
  await send(fake);
  await send(fake, update("dropped", { txStatus: "dropped" }));
  await send(fake, update("reopened"));
  expect(fake.incidents).toMatchObject([{ state: "resolved" }, { state: "triggered" }]);
});

test("a key that PagerDuty does not take is gone, with its words and without the key", async () => {
  const fake = await pagerduty();
  fake.script({
    status: 400,
    body: { status: "invalid event", message: "Event object is invalid", errors: ["'routing_key' is unknown"] },
  });
  const result = await send(fake);
  expect(result).toMatchObject({ outcome: "gone", statusCode: 400 });
  expect(result.error).toBe("PagerDuty answered 400: 'routing_key' is unknown.");
});

test("a refused event goes once more without details, then it is over", async () => {
  const fake = await pagerduty();
  const refusal = { status: 400, body: { status: "invalid event", errors: ["'payload.custom_details' is invalid"] } };
  fake.script(refusal);
  expect(await send(fake)).toMatchObject({ outcome: "ok", error: expect.stringMatching(/^Sent without details\. /) });
  expect(fake.requests[1]?.body.payload).not.toHaveProperty("custom_details");
  expect(fake.incidents).toHaveLength(1);
  fake.script({ status: 413, body: "too large" }, refusal);
  expect(await send(fake)).toMatchObject({ outcome: "fatal", error: expect.stringContaining("custom_details") });
  fake.script(refusal);
  expect(await send(fake, update("acknowledged"))).toMatchObject({ outcome: "fatal" });
  expect(fake.requests).toHaveLength(5);
});

test("a 429 is waited for, and server errors and silence are for another try", async () => {
  const fake = await pagerduty();
  fake.script(
    { status: 429, headers: { "retry-after": "30" } },
    { status: 429 },
    { status: 502, body: "<html>bad gateway</html>" },
    { status: 0, hang: true },
  );
  expect(await send(fake)).toMatchObject({ outcome: "wait", retryAfterMs: 30_000 });
  expect(await send(fake)).toMatchObject({ outcome: "retry", retryAfterMs: null });
  expect(await send(fake)).toMatchObject({ outcome: "retry", error: "PagerDuty answered 502." });
  expect(await send(fake)).toMatchObject({ outcome: "retry", statusCode: null });
});
