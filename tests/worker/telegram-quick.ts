import { TELEGRAM_TUNING, type TelegramTuning } from "../../worker/telegram/telegram-tuning";

/** A fifth of the real times; a question for updates is held for 2 s. */
export const QUICK: TelegramTuning = {
  ...TELEGRAM_TUNING,
  reloadEveryMs: 1_000,
  ttlMs: 1_200,
  renewEveryMs: 400,
  standbyEveryMs: 200,
  marginMs: 200,
  pollSeconds: 2,
  backoffMs: { first: 100, longest: 1_000 },
  keepErrorMs: 500,
  webhookCheckMs: 200,
};
