/** The times of listening to bots. */
export interface TelegramTuning {
  /** How often the channels are looked at for new bots, besides when somebody changes one, ms. */
  reloadEveryMs: number;
  /** How long the right to listen lasts without renewal, ms. */
  ttlMs: number;
  renewEveryMs: number;
  /** How often a bot that another worker listens to is asked for, ms. */
  standbyEveryMs: number;
  /** How long before the right's end a listener that could not renew it stops, ms. */
  marginMs: number;
  /** How long Telegram holds a question for updates, seconds. */
  pollSeconds: number;
  /** First and longest pause after a failure, ms. */
  backoffMs: { first: number; longest: number };
  /** How long an error stays written on the bot when all is well again, ms: two programs that take turns never show it else. */
  keepErrorMs: number;
  /** How often the webhook is looked after, ms. */
  webhookCheckMs: number;
}

/** Taken over within 6 s + 1 s of a kill -9. */
export const TELEGRAM_TUNING: TelegramTuning = {
  reloadEveryMs: 5_000,
  ttlMs: 6_000,
  renewEveryMs: 2_000,
  standbyEveryMs: 1_000,
  marginMs: 1_000,
  pollSeconds: 50,
  backoffMs: { first: 1_000, longest: 60_000 },
  keepErrorMs: 60_000,
  webhookCheckMs: 30_000,
};
