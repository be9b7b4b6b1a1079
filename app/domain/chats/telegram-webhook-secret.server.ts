import { createHmac } from "node:crypto";

import type { Context } from "~/platform/context.server";

/**
 * What Telegram sends along with each call of a bot's webhook (`X-Telegram-Bot-Api-Secret-Token`; Bot API, `setWebhook`:
 * 1 to 256 of `A-Za-z0-9_-`).
 *
 * @param botKey of `telegramBotKey`.
 */
export function telegramWebhookSecret({ secrets }: Pick<Context, "secrets">, botKey: string): string {
  return createHmac("sha256", secrets.key("telegram-webhook")).update(botKey).digest("hex");
}
