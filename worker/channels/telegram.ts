import { z } from "zod";

import type { TelegramConfig } from "~/domain/channels/config-schemas";
import { postToTelegram } from "~/domain/chats/post-to-telegram.server";
import { readTelegramAnswer, type TelegramAnswer } from "~/domain/chats/read-telegram-answer";
import { plainTelegramMessage, telegramMessage } from "~/domain/messages/telegram-message";
import type { HttpResult } from "~/platform/guarded-http/http-result";
import type { SenderDeps, SendInput, SendResult } from "./send";
import { type TelegramRemedy, type TelegramVerdict, telegramVerdict } from "./telegram-verdict";

const KEPT_BODY_LENGTH = 4096;
const DEFAULT_HOST = "api.telegram.org";
/** A topic's id of a forum's general topic, which is the group itself: Telegram refuses it by its number. */
const GENERAL_TOPIC = 1;
const REMOTE_ID = /^(-?\d+):(\d+)$/;

const SentMessage = z.object({ message_id: z.int(), chat: z.object({ id: z.int() }) });

type Input = SendInput & { config: TelegramConfig };

/** How the message is to be sent this time; each remedy changes one thing, and none is taken twice. */
interface Plan {
  chatId: string;
  threadId: number | null;
  /** The message to edit; null sends a new one. */
  edit: { chatId: string; messageId: number } | null;
  isPlain: boolean;
}

interface Sent {
  verdict: TelegramVerdict;
  answer: TelegramAnswer;
  result: HttpResult;
  body: Record<string, unknown>;
}

/**
 * Sends a message through a bot, or edits the alert's first one in place (`editRemoteId`, `<chat>:<message>`). What
 * can be mended at once is, within this attempt: markup that Telegram refuses becomes plain text, a message that is no
 * more becomes a new one, a topic that is no more the group itself, and a group that became a supergroup is followed
 * (`configChange`).
 */
export async function sendToTelegram(deps: SenderDeps, input: Input): Promise<SendResult> {
  const { config } = input;
  const threadId = config.threadId === GENERAL_TOPIC ? null : (config.threadId ?? null);
  const plan: Plan = { chatId: config.chatId, threadId, edit: editOf(input.editRemoteId), isPlain: false };
  const remarks: string[] = [];
  const taken = new Set<TelegramRemedy>();
  for (;;) {
    const sent = await sendOnce(deps, input, plan);
    const remedy = remedyOf(sent.verdict, plan);
    if (remedy === null || taken.has(remedy)) return toResult(deps, input, { plan, sent, remarks });
    taken.add(remedy);
    remarks.push(apply(remedy, plan, sent));
  }
}

function editOf(remoteId: string | null | undefined): Plan["edit"] {
  const [, chatId, messageId] = REMOTE_ID.exec(remoteId ?? "") ?? [];
  return chatId === undefined || messageId === undefined ? null : { chatId, messageId: Number(messageId) };
}

async function sendOnce(
  deps: SenderDeps,
  { config, message, acknowledgeData = null }: Input,
  plan: Plan,
): Promise<Sent> {
  const { disable_notification, ...content } = plan.isPlain
    ? plainTelegramMessage(message, acknowledgeData)
    : telegramMessage(message, acknowledgeData);
  const body: Record<string, unknown> =
    plan.edit === null
      ? {
          chat_id: plan.chatId,
          ...content,
          ...(plan.threadId === null ? {} : { message_thread_id: plan.threadId }),
          ...(disable_notification ? { disable_notification } : {}),
        }
      : { chat_id: plan.edit.chatId, message_id: plan.edit.messageId, ...content };
  const method = plan.edit === null ? "sendMessage" : "editMessageText";
  const access = { http: deps.http, apiBase: deps.telegramApiBase };
  const result = await postToTelegram(access, { token: config.botToken, method, body });
  const answer = readTelegramAnswer(result);
  return { verdict: telegramVerdict(answer), answer, result, body };
}

function remedyOf({ outcome, remedy }: TelegramVerdict, plan: Plan): TelegramRemedy | null {
  if (remedy === "plain") return plan.isPlain ? null : remedy;
  if (remedy === "new_message") return plan.edit === null ? null : remedy;
  if (remedy === "without_topic") return plan.threadId === null ? null : remedy;
  // The message may be in a chat that the channel has left since: the one that it writes to now decides.
  const isElsewhere = plan.edit !== null && plan.edit.chatId !== plan.chatId;
  return outcome === "gone" && isElsewhere ? "new_message" : remedy;
}

/** Changes the plan; returns what to remark about it. */
function apply(remedy: TelegramRemedy, plan: Plan, { verdict, answer }: Sent): string {
  switch (remedy) {
    case "plain":
      plan.isPlain = true;
      return `Sent as plain text. ${verdict.error ?? ""}`;
    case "new_message":
      plan.edit = null;
      return "The first message is no more: sent anew.";
    case "without_topic":
      plan.threadId = null;
      return "The topic is closed or gone: sent to the group itself.";
    case "migrate":
      // Messages of the old group are not those of the new one.
      plan.edit = null;
      plan.chatId = (answer.kind === "refused" ? answer.migrateToChatId : null) ?? plan.chatId;
      return "The group became a supergroup: sent to its new id.";
  }
}

function toResult(
  deps: SenderDeps,
  { config }: Input,
  { plan, sent, remarks }: { plan: Plan; sent: Sent; remarks: string[] },
): SendResult {
  const { verdict, answer, result, body } = sent;
  const isOk = verdict.outcome === "ok";
  const isResponse = result.kind === "response";
  // Nothing of Telegram's holds the token; a stand-in might.
  const masked = (text: string) => text.replaceAll(config.botToken, "***");
  const error = isOk ? remarks.join(" ").trim() || null : verdict.error;
  return {
    outcome: verdict.outcome,
    retryAfterMs: verdict.retryAfterMs,
    error: error === null ? null : masked(error),
    statusCode: isResponse ? result.statusCode : null,
    responseHeaders: isResponse ? result.headers : {},
    responseBody: isResponse ? masked(result.body).slice(0, KEPT_BODY_LENGTH) : null,
    remoteId: isOk ? remoteIdOf(answer, plan) : null,
    request: {
      method: "POST",
      host: deps.telegramApiBase === undefined ? DEFAULT_HOST : new URL(deps.telegramApiBase).host,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body).slice(0, KEPT_BODY_LENGTH),
    },
    // Also when the send failed after all: the group's new id is known.
    ...(plan.chatId === config.chatId ? {} : { configChange: { chatId: plan.chatId } }),
  };
}

function remoteIdOf(answer: TelegramAnswer, { edit }: Plan): string | null {
  if (edit !== null) return `${edit.chatId}:${edit.messageId}`;
  const sent = SentMessage.safeParse(answer.kind === "ok" ? answer.result : null);
  return sent.success ? `${sent.data.chat.id}:${sent.data.message_id}` : null;
}
