import { expect, test } from "vitest";

import { NewChannel } from "./channel-input";
import { WebhookHeaders, WebhookSecret } from "./config-schemas";
import { makeSecret } from "./make-secret.server";

const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString("base64")}`;

test("a secret is whsec_ and the base64 of 24 to 64 bytes", () => {
  for (const good of [secretOf(24), secretOf(25), secretOf(32), secretOf(64), makeSecret()]) {
    expect(WebhookSecret.safeParse(good).success, good).toBe(true);
  }
  const bad = [secretOf(23), secretOf(65), secretOf(32).slice(6), "whsec_", "whsec_!!!", `${secretOf(32)}=`];
  for (const text of bad) expect(WebhookSecret.safeParse(text).success, text).toBe(false);
});

test.each([
  "Host",
  "content-length",
  "Content-Type",
  "Webhook-Id",
  "webhook-signature",
  "Proxy-Authorization",
  "a b",
  "",
  "x:y",
])("the header %j cannot be chosen", (name) => {
  expect(WebhookHeaders.safeParse({ [name]: "v" }).success).toBe(false);
});

test("header values hold no line breaks, and there are at most twenty, each named once", () => {
  expect(WebhookHeaders.safeParse({ Authorization: "Bearer t", "X-Team": "" }).success).toBe(true);
  expect(WebhookHeaders.safeParse({ "X-Team": "a\r\nX-Evil: 1" }).success).toBe(false);
  expect(WebhookHeaders.safeParse({ "X-Team": "a", "x-team": "b" }).success).toBe(false);
  const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`X-${index}`, "v"]));
  expect(WebhookHeaders.safeParse(many).success).toBe(false);
});

test("an unknown field is refused where it stands", () => {
  const parsed = NewChannel.safeParse({ type: "discord", name: "d", config: { webhookUrl: "x", extra: 1 } });
  expect(parsed.error?.issues[0]).toMatchObject({ code: "unrecognized_keys", path: ["config"], keys: ["extra"] });
  expect(NewChannel.safeParse({ type: "pigeon", name: "d", config: {} }).success).toBe(false);
  expect(NewChannel.safeParse({ type: "slack", name: "d", config: { webhookUrl: "x" } }).success).toBe(true);
});
