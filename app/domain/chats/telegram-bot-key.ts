import type { Context } from "~/platform/context.server";

/** A bot's name in the database and in the address that Telegram calls: nothing of the token can be had from it. */
export function telegramBotKey({ secrets }: Pick<Context, "secrets">, token: string): string {
  return secrets.digest(`telegram-bot:${token}`).slice(0, 32);
}
