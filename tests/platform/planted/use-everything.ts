import { expect } from "vitest";

import type { EchoServer } from "./echo-server";
import { ADMIN, planted, value } from "./planted-values";
import type { Visitor } from "./visitor";

/** One channel of every type; each is tested, and the far side fails with everything it was told. */
export async function useChannels(visitor: Visitor, echo: EchoServer): Promise<void> {
  const configs = [
    { type: "discord", config: { webhookUrl: `${echo.url}/api/webhooks/123456/${value("Discord webhook")}` } },
    { type: "slack", config: { webhookUrl: `${echo.url}/services/T0000/B0000/${value("Slack webhook")}` } },
    { type: "telegram", config: { botToken: `123456789:${value("Telegram bot")}`, chatId: "-100" } },
    { type: "pagerduty", config: { integrationKey: value("PagerDuty key") } },
    { type: "email", config: { to: ["ops@example.com"] } },
    {
      type: "webhook",
      config: {
        url: `${echo.url}/in/${value("webhook's URL")}?key=${value("webhook's URL")}`,
        headers: { "X-Api-Key": value("webhook's header") },
      },
    },
  ];
  for (const { type, config } of configs) {
    const name = `The ${type} channel`;
    const made = await visitor.ask("/v1/notifications/channels", {
      body: { type, name, config },
      shows: type === "webhook",
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    if (type === "webhook") planted["webhook's signing secret"] = made.body.config?.secret ?? made.body.secret;
    const tested = await visitor.ask(`/v1/notifications/channels/${made.body.id}/test`, { method: "POST" });
    expect(tested.status, type).toBeGreaterThanOrEqual(400);
    await visitor.ask(`/v1/notifications/channels/${made.body.id}`, {
      method: "PATCH",
      body: { name: `${name}, renamed` },
    });
  }
}

/** What people do about themselves, right and wrong. Ends with another password. */
export async function useAccount(visitor: Visitor, first: { refreshToken: string }): Promise<void> {
  await visitor.ask("/v1/auth/token", { body: { email: ADMIN, password: value("wrong password") }, token: "" });
  const refreshed = await visitor.ask("/v1/auth/refresh", {
    body: { refreshToken: first.refreshToken },
    token: "",
    shows: true,
  });
  planted["second refresh token"] = refreshed.body.refreshToken;
  await visitor.ask("/v1/auth/refresh", { body: { refreshToken: `${first.refreshToken}x` }, token: "" });
  const totp = await visitor.ask("/v1/me/totp", { method: "POST", shows: true });
  expect(totp.status, JSON.stringify(totp.body)).toBeLessThan(300);
  planted["TOTP secret"] = String(/secret=([A-Z2-7]+)/.exec(totp.body.uri)?.[1]);
  await visitor.ask("/v1/me/totp/confirm", { body: { code: "000000" } });
  const key = await visitor.ask("/v1/api-keys", {
    body: { name: "Planted", role: "viewer", expiresIn: 1 },
    shows: true,
  });
  expect(key.status, JSON.stringify(key.body)).toBe(201);
  planted["API key"] = key.body.key;
  await visitor.ask("/v1/me", { token: key.body.key });
  await visitor.ask("/v1/users", { token: key.body.key });
  await visitor.ask("/v1/me", { token: `${key.body.key}0` });
  const invited = await visitor.ask("/v1/invitations", {
    body: { email: "new@sentinel.test", name: "New", role: "viewer" },
    shows: true,
  });
  expect(invited.status, JSON.stringify(invited.body)).toBe(201);
  const invitation = String(invited.body.url).split("/").at(-1) ?? "";
  planted["invitation's token"] = invitation;
  await visitor.ask("/v1/invitations/accept", {
    body: { token: invitation, name: "New", password: "short" },
    token: "",
  });
  const passwords = { currentPassword: value("wrong password"), newPassword: value("new password") };
  await visitor.ask("/v1/me/password", { body: passwords });
}

/** Bodies and addresses that are refused must not come back, or go into the log. */
export async function beRefused(visitor: Visitor, echo: EchoServer): Promise<void> {
  const discord = { webhookUrl: `https://example.com/api/webhooks/1/${value("refused Discord webhook")}` };
  await visitor.ask("/v1/notifications/channels", { body: { type: "discord", name: "Refused", config: discord } });
  const bot = { botToken: `no:${value("refused Discord webhook")}`, chatId: "1" };
  await visitor.ask("/v1/notifications/channels", { body: { type: "telegram", name: "Refused", config: bot } });
  for (const url of [
    `ftp://node:${value("refused RPC URL")}@rpc.example.com`,
    `wss://127.0.0.1:1/${value("refused RPC URL")}`,
  ]) {
    await visitor.ask("/v1/networks", { body: { name: "refused", chainId: 1, rpcUrls: [url] } });
    await visitor.ask("/v1/networks/test", { body: { url } });
  }
  await visitor.ask("/v1/networks/test", { body: { url: `${echo.wsUrl}/${value("RPC URL of the API")}` } });
  await visitor.ask("/v1/networks", {
    body: { name: "second", chainId: 1, rpcUrls: [`${echo.wsUrl}/${value("RPC URL of the API")}`] },
  });
  const json = { "content-type": "application/json" };
  await visitor.ask("/v1/auth/token", {
    body: `{"password": "${value("in a malformed body")}", `,
    headers: json,
    token: "",
  });
  await visitor.ask("/v1/users", {
    body: { email: "x", unknown: value("in an unknown field"), password: value("wrong password") },
  });
  await visitor.ask(`/v1/alerts?token=${value("in an unknown field")}`);
  await visitor.ask("/v1/alerts", { token: `${visitor.token.slice(0, -3)}abc` });
  const monitor = {
    networks: [
      {
        network_type: "EVM",
        slug: "m",
        name: "M",
        rpc_urls: [
          {
            type_: "rpc",
            url: { type: "plain", value: `https://rpc.example.com/${value("refused RPC URL")}` },
            weight: 100,
          },
        ],
        chain_id: 1,
        block_time_ms: 12_000,
        confirmation_blocks: 1,
        store_blocks: false,
        cron_schedule: "*",
      },
    ],
    triggers: {
      slack: {
        name: "S",
        trigger_type: "slack",
        config: {
          slack_url: {
            type: "plain",
            value: `https://hooks.slack.com/services/T0/B0/${value("refused Discord webhook")}`,
          },
          message: { title: "t", body: "b" },
        },
      },
    },
    monitors: [],
  };
  await visitor.ask("/v1/configuration/openzeppelin-monitor", { body: monitor });
}
