import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";

/** What its listener notes about a bot. */
export type TelegramBotNotes = Pick<
  Prisma.TelegramBotUpdateManyMutationInput,
  "mode" | "username" | "updateOffset" | "lastUpdateAt" | "lastError" | "lastErrorAt" | "expiresAt"
>;

/** Notes something about a bot, when it is still held by `holder`: another's notes are not written over. */
export async function saveTelegramBot(
  ctx: Pick<Context, "db">,
  { key, holder, notes }: { key: string; holder: string; notes: TelegramBotNotes },
): Promise<void> {
  await ctx.db.telegramBot.updateMany({ where: { key, holder }, data: notes });
}
