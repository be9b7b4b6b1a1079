import { setTimeout as sleep } from "node:timers/promises";

import { hideSecrets } from "~/domain/channels/hide-secrets";
import type { TelegramBot } from "~/domain/chats/list-telegram-bots.server";
import { postToTelegram } from "~/domain/chats/post-to-telegram.server";
import { readTelegramAnswer, type TelegramAnswer } from "~/domain/chats/read-telegram-answer";
import { saveTelegramBot, type TelegramBotNotes } from "~/domain/chats/save-telegram-bot.server";
import type { Context } from "~/platform/context.server";
import type { TelegramTuning } from "./telegram-tuning";

/** What listening to a bot works with, as long as this worker has the right to. */
export interface BotSession {
  ctx: Context;
  /** As its channels are now. */
  bot(): TelegramBot;
  holder: string;
  tuning: TelegramTuning;
  /** The next update to ask for. */
  offset: number;
  username: string | null;
  /** When the last error was noted, ms since the epoch; 0: none is. */
  errorAtMs: number;
  /** Aborts when the right is lost or the worker stops. */
  signal: AbortSignal;
}

/** Calls the Bot API as the session's bot, until the session ends. */
export async function callBot(
  { ctx, bot, signal }: BotSession,
  method: string,
  body: Record<string, unknown>,
  timeoutMs?: number,
): Promise<TelegramAnswer> {
  const access = { http: ctx.http, apiBase: ctx.env.TELEGRAM_API_BASE };
  const call = { token: bot().token, method, body, signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  return readTelegramAnswer(await postToTelegram(access, call));
}

/** Writes on the bot's row. */
export function note({ ctx, bot, holder }: BotSession, notes: TelegramBotNotes): Promise<void> {
  return saveTelegramBot(ctx, { key: bot().key, holder, notes });
}

/** Says on the bot's row what is wrong with listening to it, and in the log when that is news. */
export async function noteError(session: BotSession, words: string): Promise<void> {
  // Whoever stands in Telegram's place (a proxy) may put the address it was called at into its answer: the token.
  const error = hideSecrets(words, { type: "telegram", config: { botToken: session.bot().token, chatId: "" } });
  if (session.errorAtMs === 0) {
    session.ctx.log.warn({ botKey: session.bot().key, error }, "a Telegram bot can't be listened to as it should");
  }
  session.errorAtMs = Date.now();
  await note(session, { lastError: error, lastErrorAt: new Date(session.errorAtMs) });
}

/** Takes the error off the row, once all has been well for a while. */
export async function noteWell(session: BotSession): Promise<void> {
  if (session.errorAtMs === 0 || Date.now() - session.errorAtMs < session.tuning.keepErrorMs) return;
  session.errorAtMs = 0;
  await note(session, { lastError: null });
}

/** Waits; less when the session ends. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** What an answer that is no success says, in words. */
export function refusalWords(answer: Exclude<TelegramAnswer, { kind: "ok" }>): string {
  if (answer.kind === "unreachable") return `Telegram could not be reached: ${answer.detail}.`;
  const { statusCode, description } = answer;
  if (statusCode === 401 || statusCode === 404) return "Telegram does not know this bot's token (any more).";
  return `Telegram answered ${statusCode}${description === "" ? "" : `: ${description}`}.`;
}
