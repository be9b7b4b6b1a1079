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
])("of what a receiver says, %s, the secrets are hidden", (said, shown) => {
  expect(hideSecrets(said, webhook)).toBe(shown);
});

test("a Discord webhook's token is hidden wherever it stands", () => {
  const config = { webhookUrl: "https://discord.com/api/webhooks/123456789/AbCdEf-gh" };
  expect(hideSecrets("AbCdEf-gh of /api/webhooks/123456789/AbCdEf-gh", { type: "discord", config })).toBe("*** of ***");
});
