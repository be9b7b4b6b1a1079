import { expect, test } from "vitest";

import { AppError } from "~/domain/errors";
import { makeSecret } from "./make-secret.server";
import { maskConfig, type TypedConfig } from "./mask-config";
import { mergeConfig } from "./merge-config";

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
