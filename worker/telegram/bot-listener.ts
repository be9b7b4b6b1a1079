import { holdTelegramBot } from "~/domain/chats/hold-telegram-bot.server";
import type { TelegramBot } from "~/domain/chats/list-telegram-bots.server";
import { saveTelegramBot } from "~/domain/chats/save-telegram-bot.server";
import type { Context } from "~/platform/context.server";
import { type BotSession, pause } from "./bot-session";
import { keepWebhook } from "./keep-webhook";
import { pollUpdates } from "./poll-updates";
import type { TelegramMode } from "./telegram-mode";
import type { TelegramTuning } from "./telegram-tuning";

/** What one bot is listened to with. */
export interface BotListenerOptions {
  bot: TelegramBot;
  holder: string;
  mode: Exclude<TelegramMode, "off">;
  tuning: TelegramTuning;
}

/**
 * Listens to one bot while this worker has the right to, and stands by while another has. The right is a row with an
 * end (`telegram_bots`): a worker that dies loses it within seconds, one that stands still stops by its own clock before
 * it can have ended.
 */
export class BotListener {
  private bot: TelegramBot;
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  /** Telegram could not call us: asked for instead, as long as this process lives. */
  private isWebhookFailing = false;

  constructor(
    private readonly ctx: Context,
    private readonly options: BotListenerOptions,
  ) {
    this.bot = options.bot;
    this.running = this.run();
  }

  /** Its channels have changed. */
  update(bot: TelegramBot): void {
    this.bot = bot;
  }

  /** Ends it, and gives the right back, so that another worker need not wait for its end. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    const { standbyEveryMs } = this.options.tuning;
    while (!signal.aborted) {
      try {
        if (!(await this.listenOnce())) await pause(standbyEveryMs, signal);
      } catch (error) {
        if (signal.aborted) break;
        this.ctx.log.warn({ err: error, botKey: this.bot.key }, "listening to a Telegram bot failed, trying again");
        await pause(standbyEveryMs, signal);
      }
    }
  }

  /** False when another worker has the right. */
  private async listenOnce(): Promise<boolean> {
    const { holder, tuning } = this.options;
    const { key } = this.bot;
    const askedAtMs = performance.now();
    const held = await holdTelegramBot(this.ctx, { key, holder, ttlMs: tuning.ttlMs });
    if (held === null) return false;
    const lost = new AbortController();
    const signal = AbortSignal.any([lost.signal, this.stopping.signal]);
    const renewing = this.renew(askedAtMs, lost, signal);
    const session: BotSession = {
      ctx: this.ctx,
      bot: () => this.bot,
      holder,
      tuning,
      offset: held.updateOffset,
      username: held.username,
      errorAtMs: 0,
      signal,
    };
    try {
      this.ctx.log.info({ botKey: key }, "this worker listens to the Telegram bot");
      await this.serve(session);
    } finally {
      lost.abort();
      await renewing;
      // Cut to what is over already: the column rounds up.
      await saveTelegramBot(this.ctx, { key, holder, notes: { expiresAt: new Date(0) } });
    }
    return true;
  }

  private async serve(session: BotSession): Promise<void> {
    const { mode } = this.options;
    while (mode !== "polling" && !this.isWebhookFailing && !session.signal.aborted) {
      if ((await keepWebhook(session)) === "ended") return;
      this.isWebhookFailing = mode === "webhook_or_polling";
      if (!this.isWebhookFailing) await pause(session.tuning.webhookCheckMs, session.signal);
    }
    if (!session.signal.aborted) await pollUpdates(session);
  }

  /** Prolongs the right, and ends the session when it is another's, or might be by this process's clock. Never throws. */
  private async renew(heldSinceMs: number, lost: AbortController, signal: AbortSignal): Promise<void> {
    const { holder, tuning } = this.options;
    let confirmedAtMs = heldSinceMs;
    while (!signal.aborted) {
      await pause(tuning.renewEveryMs, signal);
      if (signal.aborted) return;
      const isOver = () => performance.now() - confirmedAtMs > tuning.ttlMs - tuning.marginMs;
      if (isOver()) return lost.abort();
      const askedAtMs = performance.now();
      const deadline = setTimeout(() => lost.abort(), confirmedAtMs + tuning.ttlMs - tuning.marginMs - askedAtMs);
      try {
        const held = await holdTelegramBot(this.ctx, { key: this.bot.key, holder, ttlMs: tuning.ttlMs });
        if (held === null) return lost.abort();
        confirmedAtMs = askedAtMs;
      } catch (error) {
        this.ctx.log.debug({ err: error, botKey: this.bot.key }, "the right to listen to a bot can't be renewed yet");
      } finally {
        clearTimeout(deadline);
      }
    }
  }
}
