import { openChannel } from "~/domain/channels/load-channel-config.server";
import type { Context } from "~/platform/context.server";
import { telegramBotKeys } from "./telegram-bot-keys";

/** A bot, with the channels that write through it. Never to be logged or stored: it holds the token. */
export interface TelegramBot {
  /** Of its row, where there is one: all workers must mean the same row while a rotation of the secret goes round. */
  key: string;
  /** What else it may be called by: keys under earlier secrets, and today's. */
  keys: readonly string[];
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
    const bot = bots.get(token) ?? newBot(ctx, token);
    bot.channelIds.push(row.id);
    bot.isListening ||= row.enabled;
    bots.set(token, bot);
  }
  return withStoredKeys(ctx, [...bots.values()]);
}

function newBot(ctx: Context, token: string): TelegramBot {
  const keys = telegramBotKeys(ctx, token);
  return { key: keys[0], keys, token, channelIds: [], isListening: false };
}

/** Only while earlier secrets are known can a row be called otherwise than by today's. */
async function withStoredKeys(ctx: Context, bots: TelegramBot[]): Promise<TelegramBot[]> {
  if (bots.every(({ keys }) => keys.length === 1)) return bots;
  const where = { key: { in: bots.flatMap(({ keys }) => [...keys]) } };
  const stored = new Set((await ctx.db.telegramBot.findMany({ where, select: { key: true } })).map(({ key }) => key));
  return bots.map((bot) => ({ ...bot, key: bot.keys.find((key) => stored.has(key)) ?? bot.key }));
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
