import { afterAll, beforeAll, expect, test } from "vitest";

import { claimDelivery } from "~/domain/deliveries/claim-delivery.server";
import { recordAttempt } from "~/domain/deliveries/record-attempt.server";
import { testChannel } from "~/domain/deliveries/test-channel.server";
import { seedChannel } from "../../prisma/seed/seed-channel";
import { type ApiClient, createApiClient } from "../support/api-client";

let api: ApiClient;
let token: string;
let viewer: string;

beforeAll(async () => {
  api = await createApiClient();
  token = (await api.signIn("admin")).token;
  viewer = (await api.signIn("viewer")).token;
});
afterAll(() => api.close());

const PATH = "/v1/notifications/channels";
const webhook = (values: object = {}) => ({
  type: "webhook",
  name: "Bot",
  config: { url: "https://93.184.215.14/hook" },
  ...values,
});
const post = (body: unknown) => api.call("POST", PATH, { token, body });

let farSide = { statusCode: 204, responseBody: "" };
let isWorking = false;

/** From now on a worker takes tests, whose far side answers so. Before, there is none. */
function answerWith(statusCode: number, responseBody: string): void {
  farSide = { statusCode, responseBody };
  if (isWorking) return;
  isWorking = true;
  const take = async (deliveryId: string) => {
    const claim = await claimDelivery(api.ctx, { id: deliveryId });
    if (claim.kind !== "claimed") return;
    const isOk = farSide.statusCode < 300;
    await recordAttempt(api.ctx, {
      ...farSide,
      deliveryId,
      channelId: claim.delivery.channelId,
      startedAt: new Date(),
      durationMs: 5,
      outcome: isOk ? "ok" : "fatal",
      responseHeaders: {},
      error: isOk ? null : `The receiver answered ${farSide.statusCode}.`,
      remoteId: null,
      next: { state: isOk ? "delivered" : "failed" },
    });
  };
  api.ctx.queues.work("deliveries-critical", (job) => take(job.data.deliveryId), { concurrency: 1 });
}

test("a webhook without a secret is given one, shown once and masked ever after", async () => {
  const created = await post(webhook());
  expect(created.status).toBe(201);
  const { secret } = created.body.config;
  expect(secret).toMatch(/^whsec_/);
  for (const path of [PATH, `${PATH}/${created.body.id}`]) {
    const answer = await api.call("GET", path, { token });
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain(secret.slice(6, -2));
  }
});

test.each([
  ["a loopback address", "https://127.0.0.1/x"],
  ["a private address", "https://10.1.2.3/x"],
  ["the metadata address", "https://169.254.169.254/latest"],
  ["plain HTTP", "http://93.184.215.14/x"],
  ["no URL", "not a url"],
])("a webhook to %s is refused at its place", async (_what, url) => {
  const answer = await post(webhook({ config: { url } }));
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toMatchObject([{ pointer: "/config/url" }]);
});

test("a Discord channel needs a Discord webhook, and a type for later is refused with its reason", async () => {
  const config = { webhookUrl: "https://example.com/api/webhooks/1/x" };
  const wrong = await post({ type: "discord", name: "Room", config });
  expect(wrong.body.errors).toMatchObject([{ pointer: "/config/webhookUrl" }]);
  const later = await post({ type: "email", name: "Mail", config: { to: ["a@example.com"] } });
  expect(later.status).toBe(400);
  expect(later.body.errors).toMatchObject([{ pointer: "/type", code: "channel_type_unavailable" }]);
  const unknown = await post({ type: "pigeon", name: "Bird", config: {} });
  expect(unknown.body.errors).toMatchObject([{ pointer: "/type" }]);
});

test("channels are changed and deleted by admins only", async () => {
  const { id } = await seedChannel(api.ctx);
  const path = `${PATH}/${id}`;
  const analyst = (await api.signIn("analyst")).token;
  for (const [method, body] of [
    ["PATCH", { name: "X" }],
    ["DELETE", undefined],
    ["POST", undefined],
  ] as const) {
    const target = method === "POST" ? `${path}/test` : path;
    expect((await api.call(method, target, { token: analyst, body })).status).toBe(403);
  }
  const changed = await api.call("PATCH", path, { token, body: { name: "Renamed", enabled: false } });
  expect(changed.body).toMatchObject({ name: "Renamed", enabled: false, health: { status: "disabled" } });
  expect((await api.call("GET", `${PATH}?enabled=false`, { token: viewer })).body.meta.total).toBe(1);
  expect((await api.call("DELETE", path, { token })).status).toBe(204);
  expect((await api.call("GET", path, { token })).status).toBe(404);
});

test("a change that changes nothing keeps the channel's health and its ETag", async () => {
  const { id } = await seedChannel(api.ctx);
  await api.ctx.db.channel.update({ where: { id }, data: { healthStatus: "healthy" } });
  const before = await api.call("GET", `${PATH}/${id}`, { token });
  const { name, config, enabled } = before.body;
  const after = await api.call("PATCH", `${PATH}/${id}`, { token, body: { name, config, enabled } });
  expect([after.status, after.text, after.headers.get("ETag")]).toEqual([200, before.text, before.headers.get("ETag")]);
});

test("a header that may not be chosen is refused with the reason", async () => {
  const config = { url: "https://hooks.example.com/x", headers: { Host: "elsewhere" } };
  const answer = await api.call("POST", PATH, { token, body: { type: "webhook", name: "Bot", config } });
  expect(answer.body.errors).toMatchObject([
    { pointer: "/config/headers/Host", detail: expect.stringContaining("set by Sentinel") },
  ]);
});

test("a test that no worker takes says so, and is not sent later", async () => {
  const { id: channelId } = await seedChannel(api.ctx);
  const sent = testChannel(api.ctx, { actor: { userId: null }, channelId, timeoutMs: 300 });
  await expect(sent).rejects.toMatchObject({ code: "unavailable", slug: "no_worker" });
  const row = await api.ctx.db.delivery.findFirstOrThrow({ where: { channelId } });
  expect(row.state).toBe("failed");
  expect(await claimDelivery(api.ctx, { id: row.id })).toEqual({ kind: "not_due" });
});

test("a test that the far side takes answers 200, and is a delivery like any other", async () => {
  const { id } = await seedChannel(api.ctx);
  answerWith(204, "");
  const answer = await api.call("POST", `${PATH}/${id}/test`, { token });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ success: true, message: "Test notification sent" });
  const { body } = await api.call("GET", `/v1/notifications/deliveries?channelId=${id}`, { token: viewer });
  expect(body.data).toMatchObject([
    {
      purpose: "channel.test",
      alertId: null,
      state: "delivered",
      channelType: "webhook",
      attempts: [{ number: 1, statusCode: 204 }],
    },
  ]);
  const channel = await api.call("GET", `${PATH}/${id}`, { token });
  expect(channel.body.health.status).toBe("healthy");
});

test("a test that the far side refuses answers 502 with what it said", async () => {
  const { id } = await seedChannel(api.ctx);
  answerWith(403, '{"message":"go away"}');
  const answer = await api.call("POST", `${PATH}/${id}/test`, { token });
  expect(answer.status).toBe(502);
  expect(answer.body.code).toBe("channel_test_failed");
  expect(answer.body.detail).toBe('The receiver answered 403. It said: {"message":"go away"}');
});

test("a test of a channel that doesn't exist is 404", async () => {
  expect((await api.call("POST", `${PATH}/${api.ctx.newId()}/test`, { token })).status).toBe(404);
});
