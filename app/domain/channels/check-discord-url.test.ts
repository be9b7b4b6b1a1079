import { expect, test } from "vitest";

import { checkDiscordUrl } from "./check-discord-url";

test.each([
  "https://discord.com/api/webhooks/1234567890/abc_DEF-1",
  "https://discordapp.com/api/webhooks/1234567890/abc",
  "https://ptb.discord.com/api/webhooks/1234567890/abc",
  "https://canary.discord.com/api/v10/webhooks/1234567890/abc?thread_id=99",
])("%s is a webhook URL", (url) => {
  expect(checkDiscordUrl(url)).toBeNull();
});

test.each([
  "",
  "discord.com/api/webhooks/1/abc",
  "http://discord.com/api/webhooks/1/abc",
  "https://discord.com.evil.example/api/webhooks/1/abc",
  "https://evil.example/api/webhooks/1/abc",
  "https://discord.com:8443/api/webhooks/1/abc",
  "https://u:p@discord.com/api/webhooks/1/abc",
  "https://discord.com/api/webhooks/1",
  "https://discord.com/api/webhooks/x/abc",
  "https://discord.com/api/webhooks/1/abc/slack",
  "https://discord.com/api/webhooks/1/abc?wait=true",
  "https://discord.com/api/webhooks/1/../../users",
])("%j is not", (url) => {
  expect(checkDiscordUrl(url)).toMatch(/^(must|may)/);
});

test("the operator's own base is accepted beside Discord's, whatever its path", () => {
  expect(checkDiscordUrl("http://127.0.0.1:9/api/webhooks/1/abc", "http://127.0.0.1:9")).toBeNull();
  expect(checkDiscordUrl("http://127.0.0.1:9/api/webhooks/1/abc", "http://127.0.0.1:9/api")).toBeNull();
  expect(checkDiscordUrl("http://proxy:9/d/api/v10/webhooks/1/abc", "http://proxy:9/d/")).toBeNull();
  expect(checkDiscordUrl("https://discord.com/api/webhooks/1/abc", "http://127.0.0.1:9")).toBeNull();
  expect(checkDiscordUrl("http://127.0.0.1:8/api/webhooks/1/abc", "http://127.0.0.1:9")).not.toBeNull();
});
