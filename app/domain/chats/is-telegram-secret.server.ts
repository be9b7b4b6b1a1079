import { timingSafeEqual } from "node:crypto";

import type { Context } from "~/platform/context.server";
import { telegramWebhookSecrets } from "./telegram-webhook-secret.server";

/** Whether a call of a bot's webhook carries what only Telegram was told. Compared in constant time. */
export function isTelegramSecret(ctx: Pick<Context, "secrets">, botKey: string, given: string | null): boolean {
  const received = Buffer.from(given ?? "");
  return telegramWebhookSecrets(ctx, botKey).some((secret) => {
    const expected = Buffer.from(secret);
    return received.length === expected.length && timingSafeEqual(received, expected);
  });
}
