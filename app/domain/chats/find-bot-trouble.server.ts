import type { Context } from "~/platform/context.server";
import { listTelegramBots } from "./list-telegram-bots.server";

/**
 * Why presses of buttons in a Telegram channel's chat may not arrive: what went wrong when its bot was last listened to,
 * in words and without secrets. Null when nothing did, and for channels of other types.
 */
export async function findBotTrouble(ctx: Context, { channelId }: { channelId: string }): Promise<string | null> {
  const bots = await listTelegramBots(ctx);
  const bot = bots.find(({ channelIds }) => channelIds.includes(channelId));
  if (bot === undefined) return null;
  const row = await ctx.db.telegramBot.findUnique({ where: { key: bot.key }, select: { lastError: true } });
  return row?.lastError ?? null;
}
