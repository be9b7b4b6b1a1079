import { expect, test } from "vitest";

import { telegramMode } from "./telegram-mode";

const auto = (PUBLIC_URL: string) => telegramMode({ TELEGRAM_UPDATES: "auto", PUBLIC_URL });

test.each([
  ["https://sentinel.acme.com", "webhook_or_polling"],
  ["https://sentinel.acme.com:8443", "webhook_or_polling"],
  ["https://sentinel.acme.com:9443", "polling"],
  ["http://sentinel.acme.com", "polling"],
  ["http://localhost:3000", "polling"],
  ["https://sentinel", "polling"],
  ["https://sentinel.internal", "polling"],
  ["https://10.0.0.7", "polling"],
  ["https://[2001:db8::1]", "polling"],
])("left to itself, %s means %s", (publicUrl, mode) => {
  expect(auto(publicUrl)).toBe(mode);
});

test("what the operator says holds", () => {
  for (const TELEGRAM_UPDATES of ["polling", "webhook", "off"] as const) {
    expect(telegramMode({ TELEGRAM_UPDATES, PUBLIC_URL: "https://sentinel.acme.com" })).toBe(TELEGRAM_UPDATES);
  }
});
