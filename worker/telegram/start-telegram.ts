import { listTelegramBots } from "~/domain/chats/list-telegram-bots.server";
import type { Context } from "~/platform/context.server";
import { BotListener } from "./bot-listener";
import { telegramMode } from "./telegram-mode";
import { TELEGRAM_TUNING, type TelegramTuning } from "./telegram-tuning";

/**
 * Listens to the bots of Telegram channels, for presses of buttons and codes that link accounts: to each by one worker
 * of the fleet.
 */
export function startTelegram(ctx: Context, tuning: TelegramTuning = TELEGRAM_TUNING): { stop(): Promise<void> } {
  const mode = telegramMode(ctx.env);
  if (mode === "off") {
    ctx.log.info("Telegram is not listened to (TELEGRAM_UPDATES=off): buttons under alerts do nothing");
    return { stop: async () => undefined };
  }
  const holder = ctx.newId();
  const listeners = new Map<string, BotListener>();
  let isStopped = false;
  let isFailing = false;
  let running: Promise<void> | null = null;

  const reload = async () => {
    const bots = (await listTelegramBots(ctx)).filter(({ isListening }) => isListening);
    if (isStopped) return;
    const wanted = new Set(bots.map(({ key }) => key));
    const gone = [...listeners].filter(([key]) => !wanted.has(key));
    for (const [key] of gone) listeners.delete(key);
    for (const bot of bots) {
      const known = listeners.get(bot.key);
      if (known) known.update(bot);
      else listeners.set(bot.key, new BotListener(ctx, { bot, holder, mode, tuning }));
    }
    await Promise.all(gone.map(([, listener]) => listener.stop()));
  };
  const run = () => {
    if (isStopped) return;
    running ??= reload()
      .then(() => {
        isFailing = false;
      })
      .catch((error: unknown) => {
        if (!isFailing) ctx.log.warn({ err: error }, "Telegram channels can't be read, trying again");
        isFailing = true;
      })
      .finally(() => {
        running = null;
      });
  };

  const unsubscribe = ctx.relay.subscribe("configuration.changed", ({ what }) => {
    if (what === "channels") run();
  });
  const timer = setInterval(run, tuning.reloadEveryMs);
  run();
  return {
    async stop() {
      isStopped = true;
      unsubscribe();
      clearInterval(timer);
      await running;
      await Promise.all([...listeners.values()].map((listener) => listener.stop()));
    },
  };
}
