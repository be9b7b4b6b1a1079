import { openChannel } from "~/domain/channels/load-channel-config.server";
import type { Context } from "~/platform/context.server";
import { telegramBotKey } from "./telegram-bot-key";

/** A bot, with the channels that write through it. Never to be logged or stored: it holds the token. */
export interface TelegramBot {
  key: string;
  token: string;
  /** Of all its channels, those switched off too: their messages still have buttons. */
  channelIds: string[];
  /** One of its channels is enabled. */
  isListening: boolean;
}

/** The bots of all Telegram channels, each once. A channel whose secret cannot be opened is passed over, and logged. */
export async function listTelegramBots(ctx: Context): Promise<TelegramBot[]> {
  const rows = await ctx.db.channel.findMany({ where: { type: "telegram" }, orderBy: { id: "asc" } });
  const bots = new Map<string, TelegramBot>();
  for (const row of rows) {
    const token = tokenOf(ctx, row);
    if (token === null) continue;
    const bot = bots.get(token) ?? { key: telegramBotKey(ctx, token), token, channelIds: [], isListening: false };
    bot.channelIds.push(row.id);
    bot.isListening ||= row.enabled;
    bots.set(token, bot);
  }
  return [...bots.values()];
}

function tokenOf(ctx: Context, row: Parameters<typeof openChannel>[1]): string | null {
  try {
    const channel = openChannel(ctx, row);
    return channel.type === "telegram" ? channel.config.botToken : null;
  } catch (error) {
    ctx.log.warn({ err: error, channelId: row.id }, "a Telegram channel's configuration can't be opened");
    return null;
  }
}
