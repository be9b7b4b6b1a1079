import type { Context } from "~/platform/context.server";

/**
 * A bot's name in the database and in the address that Telegram calls: nothing of the token can be had from it. By each
 * known secret, today's first.
 */
export function telegramBotKeys({ secrets }: Pick<Context, "secrets">, token: string): readonly [string, ...string[]] {
  const named = (digest: string) => digest.slice(0, 32);
  const text = `telegram-bot:${token}`;
  return [named(secrets.digest(text)), ...secrets.digests(text).slice(1).map(named)];
}
