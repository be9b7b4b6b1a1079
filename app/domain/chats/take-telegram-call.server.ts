import type { Context } from "~/platform/context.server";
import { listTelegramBots } from "./list-telegram-bots.server";
import { takeTelegramUpdate } from "./take-telegram-update.server";
import { TelegramUpdate } from "./telegram-update";

/**
 * Takes an update that Telegram itself has brought (webhook mode). One that cannot be read is logged and over: brought
 * again it would be no better.
 *
 * @returns false when there is no such bot (any more).
 * @throws what the database throws: Telegram brings the update again then.
 */
export async function takeTelegramCall(ctx: Context, { key, body }: { key: string; body: unknown }): Promise<boolean> {
  const bot = (await listTelegramBots(ctx)).find((each) => each.keys.includes(key));
  if (bot === undefined) return false;
  const update = TelegramUpdate.safeParse(body);
  if (!update.success) {
    ctx.log.warn({ botKey: key }, "an update that Telegram brought could not be read");
    return true;
  }
  const row = await ctx.db.telegramBot.findUnique({ where: { key: bot.key }, select: { username: true } });
  await takeTelegramUpdate(ctx, { bot, username: row?.username ?? null, update: update.data });
  await ctx.db.telegramBot.updateMany({ where: { key: bot.key }, data: { lastUpdateAt: new Date() } });
  return true;
}
