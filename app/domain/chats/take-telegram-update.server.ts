import { hideSecrets } from "~/domain/channels/hide-secrets";
import type { Context } from "~/platform/context.server";
import { answerChatMessage } from "./answer-chat-message.server";
import { answerPress } from "./answer-press.server";
import type { TelegramBot } from "./list-telegram-bots.server";
import { postToTelegram } from "./post-to-telegram.server";
import { readTelegramAnswer } from "./read-telegram-answer";
import type { TelegramUpdate } from "./telegram-update";

const MAX_ANSWER = 200;
/** A press or message that is handled again finds that it has been, so an answer that is lost is no harm. */
const LATE = /query is too old|query ID is invalid/i;

/**
 * Does what an update asks for and answers the person. Taking one twice does nothing twice.
 *
 * @throws what the database throws: the update is to be taken again then.
 */
export async function takeTelegramUpdate(
  ctx: Context,
  { bot, username, update }: { bot: TelegramBot; username: string | null; update: TelegramUpdate },
): Promise<void> {
  const { callback_query: press, message } = update;
  if (press !== undefined) {
    const text = await answerPress(ctx, { press, channelIds: bot.channelIds });
    // Without an answer the person's client goes on spinning.
    await say(ctx, bot, "answerCallbackQuery", { callback_query_id: press.id, text: text.slice(0, MAX_ANSWER) });
  }
  if (message !== undefined) {
    const text = await answerChatMessage(ctx, { message, username });
    if (text !== null) await say(ctx, bot, "sendMessage", { chat_id: message.chat.id, text });
  }
}

async function say(ctx: Context, { key, token }: TelegramBot, method: string, body: Record<string, unknown>) {
  const access = { http: ctx.http, apiBase: ctx.env.TELEGRAM_API_BASE };
  const answer = readTelegramAnswer(await postToTelegram(access, { token, method, body }));
  if (answer.kind === "ok" || (answer.kind === "refused" && LATE.test(answer.description))) return;
  const words = answer.kind === "refused" ? `${answer.statusCode} ${answer.description}` : answer.detail;
  const said = hideSecrets(words, { type: "telegram", config: { botToken: token, chatId: "" } });
  ctx.log.warn({ botKey: key, method, said }, "a person in Telegram could not be answered");
}
