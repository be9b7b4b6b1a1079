import { z } from "zod";

import type { TelegramAnswer } from "~/domain/chats/read-telegram-answer";
import { takeTelegramUpdate } from "~/domain/chats/take-telegram-update.server";
import { TelegramUpdate } from "~/domain/chats/telegram-update";
import { type BotSession, callBot, note, noteError, noteWell, pause, refusalWords } from "./bot-session";

/** A list of ten, with the longest messages and what they reply to, stays within what is read of an answer. */
const UPDATES_AT_ONCE = 10;
/** Longer than Telegram holds the question. */
const SPARE_MS = 10_000;
/** An update that can't be handled this often is passed over: what comes after it waits. */
const MAX_TRIES = 5;

const Updates = z.array(z.looseObject({ update_id: z.int() }));
const Me = z.object({ username: z.string() });

const POLLED_TWICE =
  "Another program asks Telegram for this bot's updates, and only one may: buttons may not work. Give Sentinel a bot of its own.";
const WEBHOOK_SET =
  "Another program has set a webhook for this bot; Sentinel takes it away. Give Sentinel a bot of its own.";

/** Asks for updates and handles each, until the session ends. Failures are noted, and tried again after a pause. */
export async function pollUpdates(session: BotSession): Promise<void> {
  const { signal, tuning } = session;
  let failures = 0;
  let isReady = false;
  while (!signal.aborted) {
    const answer: TelegramAnswer = isReady ? await ask(session) : await prepare(session);
    if (signal.aborted) return;
    if (answer.kind !== "ok") {
      failures += 1;
      // Another program's webhook, and a bot whose name could not be had.
      isReady = isReady && !isConflict(answer, /webhook/i);
      await noteError(session, wordsOf(answer));
      await pause(pauseMs(answer, failures, tuning.backoffMs), signal);
      continue;
    }
    if (isReady) {
      const handled = await handleAll(session, answer.result);
      failures = handled ? 0 : failures + 1;
      if (handled) await noteWell(session);
      else await pause(backoffMs(failures, tuning.backoffMs), signal);
    }
    isReady = true;
  }
}

/** A webhook keeps questions from being answered, so an earlier one is taken away; what waits is kept. */
async function prepare(session: BotSession): Promise<TelegramAnswer> {
  const me = await callBot(session, "getMe", {});
  const named = Me.safeParse(me.kind === "ok" ? me.result : null);
  if (!named.success)
    return me.kind === "ok" ? { kind: "unreachable", detail: "getMe tells no name", isFinal: true } : me;
  session.username = named.data.username;
  await note(session, { mode: "polling", username: named.data.username });
  return callBot(session, "deleteWebhook", { drop_pending_updates: false });
}

function ask(session: BotSession): Promise<TelegramAnswer> {
  const { offset, tuning } = session;
  const body = {
    offset,
    limit: UPDATES_AT_ONCE,
    timeout: tuning.pollSeconds,
    allowed_updates: ["callback_query", "message"],
  };
  return callBot(session, "getUpdates", body, tuning.pollSeconds * 1_000 + SPARE_MS);
}

/** False when something could not be handled; the offset stands before it then. */
async function handleAll(session: BotSession, result: unknown): Promise<boolean> {
  const updates = Updates.safeParse(result);
  if (!updates.success) {
    await noteError(session, "Telegram's list of updates could not be read.");
    return false;
  }
  for (const raw of updates.data) {
    if (!(await handle(session, raw, MAX_TRIES)) || session.signal.aborted) return session.signal.aborted;
    // Stored after handling: a crash in between handles it again, which changes nothing.
    session.offset = raw.update_id + 1;
    await note(session, { updateOffset: session.offset, lastUpdateAt: new Date() });
  }
  return true;
}

async function handle(session: BotSession, raw: z.infer<typeof Updates>[number], tries: number): Promise<boolean> {
  const { ctx, tuning, signal, username } = session;
  const update = TelegramUpdate.safeParse(raw);
  if (!update.success) {
    ctx.log.warn({ botKey: session.bot().key, updateId: raw.update_id }, "an update of Telegram's could not be read");
    return true;
  }
  for (let failed = 0; ; ) {
    try {
      await takeTelegramUpdate(ctx, { bot: session.bot(), username, update: update.data });
      return true;
    } catch (error) {
      failed += 1;
      ctx.log.error({ err: error, botKey: session.bot().key, failed }, "an update of Telegram's could not be handled");
      if (failed >= tries || signal.aborted) return !signal.aborted;
      await pause(backoffMs(failed, tuning.backoffMs), signal);
    }
  }
}

function isConflict(answer: TelegramAnswer, about: RegExp): boolean {
  return answer.kind === "refused" && answer.statusCode === 409 && about.test(answer.description);
}

function wordsOf(answer: Exclude<TelegramAnswer, { kind: "ok" }>): string {
  if (isConflict(answer, /webhook/i)) return WEBHOOK_SET;
  return isConflict(answer, /./) ? POLLED_TWICE : refusalWords(answer);
}

type Backoff = { first: number; longest: number };

function pauseMs(answer: TelegramAnswer, failures: number, backoff: Backoff): number {
  const asked = answer.kind === "refused" ? answer.retryAfterSeconds : null;
  return asked === null ? backoffMs(failures, backoff) : asked * 1_000;
}

function backoffMs(failures: number, { first, longest }: Backoff): number {
  return Math.min(first * 2 ** Math.min(failures - 1, 20), longest);
}
