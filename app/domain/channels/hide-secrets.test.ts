import { expect, test } from "vitest";

import { hideSecrets } from "./hide-secrets";

const webhook = {
  type: "webhook",
  config: {
    url: "https://hooks.example.com/in/T0PS3CRET?token=s3cr3t-value",
    headers: { "X-Key": "header-value", "X-Short": "on" },
    secret: "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0",
  },
} as const;

test.each([
  ["Cannot POST /in/T0PS3CRET", "Cannot POST ***"],
  ["Cannot POST /in/T0PS3CRET?token=s3cr3t-value", "Cannot POST ***"],
  ["no hook T0PS3CRET here", "no hook *** here"],
  ["token s3cr3t-value is unknown", "token *** is unknown"],
  ["X-Key: header-value, X-Short: on", "X-Key: ***, X-Short: on"],
  [webhook.config.secret, "***"],
  ["nothing to hide", "nothing to hide"],
  ["cut in the middle of /in/T0PS3CRE", "cut in the middle of ***"],
  ["cut in the middle of whsec_c2Vjcm", "cut in the middle of ***"],
])("of what a receiver says, %s, the secrets are hidden", (said, shown) => {
  expect(hideSecrets(said, webhook)).toBe(shown);
});

test("a Discord webhook's token is hidden wherever it stands", () => {
  const config = { webhookUrl: "https://discord.com/api/webhooks/123456789/AbCdEf-gh" };
  expect(hideSecrets("AbCdEf-gh of /api/webhooks/123456789/AbCdEf-gh", { type: "discord", config })).toBe("*** of ***");
});

const botToken = ["123456789", "A".repeat(35)].join(":");

test.each([
  [`POST /bot${botToken}/sendMessage`, "POST /bot***/sendMessage"],
  [`POST /bot${encodeURIComponent(botToken)}/x`, "POST /bot***/x"],
  [`token ${"A".repeat(35)}`, "token ***"],
])("of a bot's token nothing is shown: %s", (said, shown) => {
  expect(hideSecrets(said, { type: "telegram", config: { botToken, chatId: "1" } })).toBe(shown);
});

test("a routing key, a rotated secret and a mail server's password are hidden in every form they travel in", () => {
  const integrationKey = "0123456789abcdef0123456789abcdef";
  expect(hideSecrets(`{"routing_key":"${integrationKey}"}`, { type: "pagerduty", config: { integrationKey } })).toBe(
    '{"routing_key":"***"}',
  );
  const previousSecret = "whsec_b2xkLXNlY3JldC1vbGQtc2VjcmV0LW9sZA==";
  const rotated = { ...webhook, config: { ...webhook.config, previousSecret } };
  expect(hideSecrets(`signed with ${previousSecret}`, rotated)).toBe("signed with ***");

  const email = { type: "email" as const, config: { to: ["a@example.com"] } };
  const smtpUrl = "smtps://mailer:p%40ss-word@mail.example.com";
  const login = Buffer.from("\0mailer\0p@ss-word").toString("base64");
  for (const said of ["p@ss-word", "p%40ss-word", login]) {
    expect(hideSecrets(`535 ${said} is wrong`, email, smtpUrl)).toBe("535 *** is wrong");
  }
  expect(hideSecrets("mailer is unknown", email, smtpUrl)).toBe("mailer is unknown");
});
