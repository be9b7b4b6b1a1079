import type { Context } from "~/platform/context.server";
import { listTelegramBots } from "./list-telegram-bots.server";

/**
 * The usernames of the bots that listen, as far as Telegram has told them. Null when none listens: there is no enabled
 * Telegram channel, or `TELEGRAM_UPDATES` is off.
 */
export async function listTelegramBotNames(ctx: Context): Promise<string[] | null> {
  if (ctx.env.TELEGRAM_UPDATES === "off") return null;
  const bots = (await listTelegramBots(ctx)).filter(({ isListening }) => isListening);
  if (bots.length === 0) return null;
  const rows = await ctx.db.telegramBot.findMany({
    where: { key: { in: bots.map(({ key }) => key) }, username: { not: null } },
    select: { username: true },
    orderBy: { username: "asc" },
  });
  return rows.flatMap(({ username }) => (username === null ? [] : [username]));
}
