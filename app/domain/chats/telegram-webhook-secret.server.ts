import { createHmac } from "node:crypto";

import type { Context } from "~/platform/context.server";

/**
 * What Telegram sends along with each call of a bot's webhook (`X-Telegram-Bot-Api-Secret-Token`; Bot API, `setWebhook`:
 * 1 to 256 of `A-Za-z0-9_-`).
 *
 * @param botKey of `telegramBotKeys`.
 * @returns the one to tell Telegram, and those it was told under earlier values of `SENTINEL_SECRET`.
 */
export function telegramWebhookSecrets(
  { secrets }: Pick<Context, "secrets">,
  botKey: string,
): readonly [string, ...string[]] {
  const made = (key: Buffer) => createHmac("sha256", key).update(botKey).digest("hex");
  const [, ...earlier] = secrets.keys("telegram-webhook");
  return [made(secrets.key("telegram-webhook")), ...earlier.map(({ key }) => made(key))];
}
