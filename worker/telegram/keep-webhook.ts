import { z } from "zod";

import type { TelegramAnswer } from "~/domain/chats/read-telegram-answer";
import { telegramWebhookSecrets } from "~/domain/chats/telegram-webhook-secret.server";
import { type BotSession, callBot, note, noteError, noteWell, pause, refusalWords } from "./bot-session";

const Me = z.object({ username: z.string() });
const WebhookInfo = z.object({
  url: z.string(),
  pending_update_count: z.int().optional(),
  /** Seconds since the epoch. */
  last_error_date: z.int().optional(),
  last_error_message: z.string().optional(),
});

/** Telegram tells of an error with its second; the clocks may differ. */
const CLOCK_SPARE_SECONDS = 5;

/**
 * Has Telegram call `PUBLIC_URL/hooks/telegram/<bot>` and looks from time to time whether it can.
 *
 * @returns `failing` when it can't; `ended` when the session has.
 */
export async function keepWebhook(session: BotSession): Promise<"failing" | "ended"> {
  const { ctx, bot, signal, tuning } = session;
  const url = `${ctx.env.PUBLIC_URL.replace(/\/+$/, "")}/hooks/telegram/${bot().key}`;
  let setAtSeconds = 0;
  while (!signal.aborted) {
    if (setAtSeconds === 0) {
      const answer = await setWebhook(session, url);
      if (signal.aborted) break;
      if (answer.kind === "ok") setAtSeconds = Math.floor(Date.now() / 1_000);
      else if (answer.kind === "refused" && answer.statusCode === 400) return fail(session, refusalWords(answer));
      else await noteError(session, refusalWords(answer));
    }
    await pause(tuning.webhookCheckMs, signal);
    if (signal.aborted) break;
    if (setAtSeconds === 0) continue;
    const answer = await callBot(session, "getWebhookInfo", {});
    const info = WebhookInfo.safeParse(answer.kind === "ok" ? answer.result : null);
    if (!info.success) {
      if (answer.kind !== "ok" && !signal.aborted) await noteError(session, refusalWords(answer));
      continue;
    }
    if (info.data.url !== url) {
      await noteError(session, "Another program changed this bot's webhook; Sentinel sets its own again.");
      setAtSeconds = 0;
      continue;
    }
    const { last_error_date = 0, last_error_message = "it does not say why", pending_update_count = 0 } = info.data;
    const isNew = last_error_date >= setAtSeconds - CLOCK_SPARE_SECONDS;
    if (pending_update_count > 0 && isNew) return fail(session, `Telegram can't call ${url}: ${last_error_message}.`);
    await noteWell(session);
  }
  return "ended";
}

async function setWebhook(session: BotSession, url: string): Promise<TelegramAnswer> {
  const { ctx, bot } = session;
  const me = await callBot(session, "getMe", {});
  const named = Me.safeParse(me.kind === "ok" ? me.result : null);
  const username = named.success ? named.data.username : session.username;
  const answer = await callBot(session, "setWebhook", {
    url,
    secret_token: telegramWebhookSecrets(ctx, bot().key)[0],
    allowed_updates: ["callback_query", "message"],
    drop_pending_updates: false,
  });
  if (answer.kind === "ok") await note(session, { mode: "webhook", username });
  return answer;
}

async function fail(session: BotSession, error: string): Promise<"failing"> {
  await noteError(session, error);
  return "failing";
}
