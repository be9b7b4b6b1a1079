import type { Context } from "~/platform/context.server";

/** Listens to the bots of Telegram channels, for presses of buttons and codes that link accounts. */
export function startTelegram(ctx: Context): { stop(): Promise<void> } {
  ctx.log.debug("Telegram is not listened to yet");
  return { stop: async () => undefined };
}
