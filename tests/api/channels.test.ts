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

let farSide: { statusCode: number; responseBody: string; error: string | null };
let isWorking = false;

/** From now on a worker takes tests, whose far side answers so. Before, there is none. */
function answerWith(
  statusCode: number,
  responseBody: string,
  error: string | null = statusCode < 300 ? null : `The receiver answered ${statusCode}.`,
): void {
  farSide = { statusCode, responseBody, error };
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

test("a Discord channel needs a Discord webhook, mail a mail server, and an unknown type is refused", async () => {
  const config = { webhookUrl: "https://example.com/api/webhooks/1/x" };
  const wrong = await post({ type: "discord", name: "Room", config });
  expect(wrong.body.errors).toMatchObject([{ pointer: "/config/webhookUrl" }]);
  const mail = await post({ type: "email", name: "Mail", config: { to: ["a@example.com"] } });
  expect(mail.body.errors).toMatchObject([{ pointer: "/config", detail: expect.stringContaining("SMTP_URL") }]);
  const unknown = await post({ type: "pigeon", name: "Bird", config: {} });
  expect(unknown.body.errors).toMatchObject([{ pointer: "/type" }]);
});

const botToken = ["123456789", "A".repeat(35)].join(":");
const integrationKey = "0123456789abcdef0123456789abcdef";
const slackUrl = ["https://hooks.slack.com/services", "T0000", "B0000", "x".repeat(24)].join("/");

test.each([
  ["telegram", { botToken, chatId: -1001 }, { botToken: "123456789:***", chatId: "-1001" }],
  ["pagerduty", { integrationKey, region: "eu" }, { integrationKey: "***", region: "eu" }],
  ["slack", { webhookUrl: slackUrl }, { webhookUrl: "https://hooks.slack.com/services/***" }],
])("a %s channel is made, and its secrets are masked in every answer", async (type, config, shown) => {
  const created = await post({ type, name: "New", config });
  expect(created.status).toBe(201);
  expect(created.body.config).toEqual(shown);
  const read = await api.call("GET", `${PATH}/${created.body.id}`, { token: viewer });
  expect(read.body.config).toEqual(shown);
  const same = await api.call("PATCH", `${PATH}/${created.body.id}`, { token, body: { config: shown } });
  expect(same.text).toBe(read.text);
});

test.each([
  ["telegram", { botToken: "abc", chatId: "1" }, "/config/botToken", "BotFather"],
  ["telegram", { botToken, chatId: "my chat" }, "/config/chatId", "@name"],
  ["telegram", { botToken }, "/config/chatId", "required"],
  ["pagerduty", { integrationKey: "short" }, "/config/integrationKey", "32 letters and digits"],
  ["pagerduty", { integrationKey, region: "moon" }, "/config/region", "us or eu"],
  ["slack", { webhookUrl: "https://example.com/services/T/B/x" }, "/config/webhookUrl", "hooks.slack.com"],
  ["email", { to: ["a@example.com", "nobody"] }, "/config/to/1", "email address"],
  ["email", { to: [] }, "/config/to", "must name an address"],
  ["webhook", { url: "https://hooks.example.com/x", kind: "other" }, "/config/kind", "events"],
  ["webhook", { url: "https://hooks.example.com/x", previousSecret: "x" }, "/config/previousSecret", "not a field"],
])("a %s channel with %j is refused at %s", async (type, config, pointer, detail) => {
  const answer = await post({ type, name: "New", config });
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toMatchObject([{ pointer, detail: expect.stringContaining(detail) }]);
});

test("options are checked where they stand, templates with the place in them", async () => {
  const { id } = await seedChannel(api.ctx);
  const patch = (body: object) => api.call("PATCH", `${PATH}/${id}`, { token, body });
  const quietHours = { from: "25:00", to: "07:00", timezone: "Mars/Olympus" };
  expect((await patch({ quietHours })).body.errors).toMatchObject([
    { pointer: "/quietHours/from" },
    { pointer: "/quietHours/timezone" },
  ]);
  expect((await patch({ maxPerMinute: 0 })).body.errors).toMatchObject([{ pointer: "/maxPerMinute" }]);
  expect((await patch({ templates: { title: "Hm {{nope}}", body: "{{{title}}}" } })).body.errors).toMatchObject([
    { pointer: "/templates/title", code: "unknown_template_field", position: { start: 3, end: 11 } },
    { pointer: "/templates/body", code: "forbidden_template_tag", position: { start: 0, end: 11 } },
  ]);
  const changed = await patch({ isFallback: true, digestMinutes: 30, templates: { title: "{{title}}" } });
  expect(changed.body).toMatchObject({ isFallback: true, digestMinutes: 30, templates: { title: "{{title}}" } });
});

test("a secret is rotated by admins, for webhooks only, and the new one is in that answer alone", async () => {
  const { id } = await seedChannel(api.ctx);
  const path = `${PATH}/${id}/rotate-secret`;
  const analyst = (await api.signIn("analyst")).token;
  expect((await api.call("POST", path, { token: analyst })).status).toBe(403);
  const rotated = await api.call("POST", path, { token });
  expect(rotated.status).toBe(200);
  expect(rotated.body.config.secret).toMatch(/^whsec_/);
  expect(rotated.body.config.previousSecretUntil).toEqual(expect.any(String));
  const read = await api.call("GET", `${PATH}/${id}`, { token });
  expect(read.text).not.toContain(rotated.body.config.secret);
  expect((await api.call("POST", path, { token, body: { secret: "short" } })).body.errors).toMatchObject([
    { pointer: "/secret" },
  ]);
  const slack = await post({ type: "slack", name: "Slack", config: { webhookUrl: slackUrl } });
  const refused = await api.call("POST", `${PATH}/${slack.body.id}/rotate-secret`, { token });
  expect([refused.status, refused.body.code]).toEqual([409, "not_a_webhook"]);
});

const preview = (body: unknown) => api.call("POST", "/v1/notifications/preview", { token: viewer, body });

test.each(["discord", "telegram", "webhook", "pagerduty", "slack", "email"])(
  "a message is shown as %s would get it, for every kind of message, and nothing is sent",
  async (type) => {
    const before = await api.ctx.db.delivery.count();
    for (const messageType of [
      "alert.created",
      "alert.updated",
      "alert.acknowledged",
      "alert.escalated",
      "delivery.failed",
      "channel.failing",
      "silence.expiring",
      "channel.test",
    ]) {
      const answer = await preview({ type, messageType, severity: "high" });
      expect(answer.status, messageType).toBe(200);
      expect(answer.body).toMatchObject({ type, payload: expect.any(Object) });
    }
    const group = await preview({ type, group: 14 });
    expect(group.text).toContain("14");
    expect(await api.ctx.db.delivery.count()).toBe(before);
  },
);

test("a preview takes the channel's templates or those given, and says what will be stumbled over", async () => {
  const webhookUrl = "https://discord.com/api/webhooks/1234567890/a-Token";
  const templates = { title: "Mine: {{title}}" };
  const { body } = await post({ type: "discord", name: "Room", config: { webhookUrl }, templates });
  const title = async (more: object = {}) =>
    (await preview({ channelId: body.id, ...more })).body.payload.embeds[0].title;
  expect(await title()).toBe("Mine: Ownership of Sample Vault is being renounced");
  expect(await title({ templates: { title: "{{severity}}!" }, severity: "low" })).toBe("low!");
  expect(await title({ templates: {} })).toBe("Ownership of Sample Vault is being renounced");
  const blank = await preview({ channelId: body.id, templates: { title: "{{event}}" } });
  expect(blank.body.warnings).toEqual(expect.arrayContaining([expect.stringContaining("The title says nothing here")]));
  const data = await preview({ type: "webhook", templates: { title: "x" } });
  expect(data.body.warnings).toEqual(expect.arrayContaining([expect.stringContaining("templates are not used")]));
  expect((await preview({ type: "pagerduty" })).body.payload.routing_key).toBe("***");
});

test("a preview that cannot be made says why", async () => {
  expect((await preview({})).body.errors).toMatchObject([{ pointer: "/type" }]);
  expect((await preview({ type: "discord", channelId: api.ctx.newId() })).body.errors).toMatchObject([
    { pointer: "/type" },
  ]);
  expect((await preview({ channelId: api.ctx.newId() })).status).toBe(404);
  expect((await preview({ type: "slack", alertId: api.ctx.newId() })).status).toBe(404);
  const wrong = await preview({ type: "slack", templates: { body: "{{nope}}" } });
  expect(wrong.body.errors).toMatchObject([{ pointer: "/templates/body", position: { start: 0, end: 8 } }]);
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
  const off = await api.call("GET", `${PATH}?enabled=false`, { token: viewer });
  expect(off.body.data).toMatchObject([{ id }]);
  expect((await api.call("DELETE", path, { token })).status).toBe(204);
  expect((await api.call("GET", path, { token })).status).toBe(404);
});

test("a change is refused in the words and codes of a new channel", async () => {
  const { body: made } = await post(webhook());
  const change = async (config: object) =>
    (await api.call("PATCH", `${PATH}/${made.id}`, { token, body: { config } })).body;
  expect(await change({ url: null })).toMatchObject({
    detail: "The channel's configuration is not valid. config/url: is required.",
    errors: [{ pointer: "/config/url", detail: "is required", code: "required" }],
  });
  expect((await change({ headers: { Host: "elsewhere" } })).errors).toMatchObject([
    { pointer: "/config/headers/Host", detail: expect.stringContaining("set by Sentinel"), code: "invalid_key" },
  ]);
  expect((await change({ url: "" })).errors).toMatchObject([{ detail: "must not be empty", code: "too_small" }]);
  expect((await change({ colour: "red" })).errors).toMatchObject([
    { pointer: "/config/colour", code: "unknown_field" },
  ]);
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

test("what an error quotes already is not said twice", async () => {
  const { id } = await seedChannel(api.ctx);
  const error = "Discord answered 404: it is gone or refuses this URL for good. It said: Unknown Webhook";
  answerWith(404, '{"message":"Unknown Webhook","code":10015}', error);
  expect((await api.call("POST", `${PATH}/${id}/test`, { token })).body.detail).toBe(error);
});

test("a test that was taken, but not by all of its recipients, says so", async () => {
  const { id } = await seedChannel(api.ctx);
  const warning = "The mail server took it for 1 of 2 recipients and refused bob@example.org.";
  answerWith(250, "250 OK", warning);
  const answer = await api.call("POST", `${PATH}/${id}/test`, { token });
  expect(answer.body).toEqual({ success: true, message: "Test notification sent", warning });
});

test("a test of a channel that doesn't exist is 404", async () => {
  const answer = await api.call("POST", `${PATH}/${api.ctx.newId()}/test`, { token });
  expect(answer).toMatchObject({ status: 404, body: { code: "channel_not_found" } });
});
