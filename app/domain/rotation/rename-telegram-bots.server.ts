import { listTelegramBots } from "~/domain/chats/list-telegram-bots.server";
import type { Context } from "~/platform/context.server";

/**
 * Gives the rows of Telegram bots their name under today's secret. Whoever listens to one finds it there within seconds
 * and has Telegram call its new address; calls at the old one are understood as long as the earlier secret is known.
 *
 * @returns how many were renamed.
 */
export async function renameTelegramBots(ctx: Context): Promise<number> {
  let renamed = 0;
  for (const { keys } of await listTelegramBots(ctx)) {
    const [today = "", ...earlier] = keys;
    for (const key of earlier) {
      const { rowCount } = await ctx.sql.query(
        "UPDATE telegram_bots SET key = $2 WHERE key = $1 AND NOT EXISTS (SELECT FROM telegram_bots WHERE key = $2)",
        [key, today],
      );
      renamed += rowCount ?? 0;
      // Left by a worker that went on under the old name while this ran.
      await ctx.sql.query("DELETE FROM telegram_bots WHERE key = $1 AND expires_at < now()", [key]);
    }
  }
  return renamed;
}
