import { expect, test } from "vitest";

import { AppError } from "~/domain/errors";
import { makeSecret } from "./make-secret.server";
import { maskConfig } from "./mask-config";
import { mergeConfig } from "./merge-config";
import type { TypedConfig } from "./typed-config";

const secret = makeSecret();
const webhook: TypedConfig = {
  type: "webhook",
  config: { url: "https://hooks.example.org/in/t0ken?key=k", headers: { "X-Key": "s3cret" }, secret },
};
const discord: TypedConfig = { type: "discord", config: { webhookUrl: "https://discord.com/api/webhooks/1/t0ken" } };

test("what is shown holds no secret", () => {
  expect(maskConfig(discord)).toEqual({ webhookUrl: "https://discord.com/api/webhooks/***" });
  expect(maskConfig(webhook)).toEqual({
    url: "https://hooks.example.org/***",
    headers: { "X-Key": "***" },
    secret: "***",
  });
});

test("sending back what was shown changes nothing", () => {
  expect(mergeConfig(webhook, maskConfig(webhook))).toEqual(webhook.config);
  expect(mergeConfig(discord, maskConfig(discord))).toEqual(discord.config);
  expect(mergeConfig(webhook, {})).toEqual(webhook.config);
});

test("what is named replaces, the rest stays", () => {
  const url = "https://hooks.example.org/other";
  expect(mergeConfig(webhook, { url })).toEqual({ ...webhook.config, url });
  expect(mergeConfig(webhook, { headers: { "x-key": "***", "X-New": "n" } })).toEqual({
    ...webhook.config,
    headers: { "x-key": "s3cret", "X-New": "n" },
  });
  expect(mergeConfig(webhook, { headers: null })).not.toHaveProperty("headers");
  expect(mergeConfig(discord, { extra: 1 })).toEqual({ ...discord.config, extra: 1 });
});

test("header values do not follow the URL to another host", () => {
  const url = "https://elsewhere.example.org/in";
  expect(() => mergeConfig(webhook, { url })).toThrow(AppError);
  expect(() => mergeConfig(webhook, { url, headers: { "X-Key": "***" } })).toThrow(AppError);
  expect(mergeConfig(webhook, { url, headers: { "X-Key": "new" } })).toMatchObject({
    url,
    headers: { "X-Key": "new" },
  });
  expect(mergeConfig(webhook, { url, headers: {} })).toMatchObject({ url, headers: {} });
});

const telegram: TypedConfig = {
  type: "telegram",
  config: { botToken: ["123456789", "A".repeat(35)].join(":"), chatId: "-1001", threadId: 7 },
};
const pagerduty: TypedConfig = { type: "pagerduty", config: { integrationKey: "a".repeat(32), region: "eu" } };
const email: TypedConfig = { type: "email", config: { to: ["a@example.com", "b@example.com"] } };
const slackUrl = ["https://hooks.slack.com/services", "T0000", "B0000", "x".repeat(24)].join("/");
const slack: TypedConfig = { type: "slack", config: { webhookUrl: slackUrl } };

test("of every type what is shown holds no secret, and sent back changes nothing", () => {
  expect(maskConfig(telegram)).toEqual({ botToken: "123456789:***", chatId: "-1001", threadId: 7 });
  expect(maskConfig(pagerduty)).toEqual({ integrationKey: "***", region: "eu" });
  expect(maskConfig(email)).toEqual({ to: ["a@example.com", "b@example.com"] });
  expect(maskConfig(slack)).toEqual({ webhookUrl: "https://hooks.slack.com/services/***" });
  for (const stored of [telegram, pagerduty, email, slack]) {
    expect(mergeConfig(stored, structuredClone(maskConfig(stored)))).toEqual(stored.config);
  }
});

test("null takes an optional field away", () => {
  expect(mergeConfig(telegram, { threadId: null })).toEqual({
    botToken: telegram.config.botToken,
    chatId: telegram.config.chatId,
  });
});

test("the secret before a rotation is nobody's to set, and goes when another is set outright", () => {
  const previousSecretUntil = "2026-01-02T00:00:00.000Z";
  const config = { ...webhook.config, previousSecret: makeSecret(), previousSecretUntil };
  const rotated: TypedConfig = { type: "webhook", config };
  expect(mergeConfig(rotated, maskConfig(rotated))).toEqual(config);
  expect(() => mergeConfig(rotated, { previousSecretUntil: "2099-01-01T00:00:00.000Z" })).toThrow(AppError);
  expect(() => mergeConfig(webhook, { previousSecret: makeSecret() })).toThrow(AppError);
  const own = makeSecret();
  expect(mergeConfig(rotated, { secret: own })).toEqual({ ...webhook.config, secret: own });
});
