import type { TelegramAnswer } from "~/domain/chats/read-telegram-answer";
import type { AttemptOutcome } from "~/domain/deliveries/delivery";
import { secondsToWaitMs } from "./retry-after";

/** What may be tried at once, within the same attempt. */
export type TelegramRemedy = "plain" | "new_message" | "without_topic" | "migrate";

/** What to do about an answer. */
export interface TelegramVerdict {
  outcome: AttemptOutcome;
  /** Set exactly when the outcome is `wait`. */
  retryAfterMs: number | null;
  /** Null exactly when the outcome is `ok`. */
  error: string | null;
  remedy: TelegramRemedy | null;
}

/** A 429 that does not say for how long. */
const DEFAULT_WAIT_SECONDS = 5;

/** Telegram's descriptions (`telegram-bot-api`, `Client.cpp`; errors of the MTProto API in capitals). */
const NOT_MODIFIED = /message is not modified/i;
const NO_MESSAGE = /message to edit not found|message can't be edited|MESSAGE_ID_INVALID|message identifier/i;
const NO_TOPIC = /message thread not found|TOPIC_(CLOSED|DELETED|ID_INVALID)|topic .*(closed|deleted)/i;
const BAD_FORM =
  /can't parse entities|message is too long|MESSAGE_TOO_LONG|ENTITIES_TOO_LONG|text is empty|BUTTON_|button|HTTP URL|reply markup/i;
const NO_CHAT =
  /chat not found|chat was (deactivated|deleted)|PEER_ID_INVALID|user is deactivated|no rights to send|not enough rights|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|need administrator rights|bot is not a member|CHANNEL_PRIVATE|upgraded to a supergroup/i;

/** What to do about how a call ended (Bot API; `sendMessage`, `editMessageText`). Pure. */
export function telegramVerdict(answer: TelegramAnswer): TelegramVerdict {
  if (answer.kind === "ok") return { outcome: "ok", retryAfterMs: null, error: null, remedy: null };
  if (answer.kind === "unreachable") {
    return verdict(answer.isFinal ? "fatal" : "retry", `Telegram could not be reached: ${answer.detail}.`);
  }
  const { statusCode, description, retryAfterSeconds, migrateToChatId } = answer;
  const said = `Telegram answered ${statusCode}${description === "" ? "" : `: ${description}`}`;
  if (migrateToChatId !== null) return verdict("gone", `${said}.`, "migrate");
  if (statusCode === 429 || retryAfterSeconds !== null) {
    const retryAfterMs = secondsToWaitMs(retryAfterSeconds ?? DEFAULT_WAIT_SECONDS);
    return { outcome: "wait", retryAfterMs, error: `${said}.`, remedy: null };
  }
  // Telegram knows no path of a token that is not a bot's.
  if (statusCode === 401 || statusCode === 404) return verdict("gone", `${said}: the bot's token is not valid.`);
  if (statusCode === 403) return verdict("gone", `${said}.`);
  if (statusCode === 400 || statusCode === 413) return refusedMessage(description, said);
  const isPassing = statusCode >= 500 || statusCode === 408 || (statusCode >= 200 && statusCode < 300);
  return verdict(isPassing ? "retry" : "fatal", `${said}.`);
}

function refusedMessage(description: string, said: string): TelegramVerdict {
  if (NOT_MODIFIED.test(description)) return { outcome: "ok", retryAfterMs: null, error: null, remedy: null };
  if (NO_MESSAGE.test(description)) return verdict("fatal", `${said}.`, "new_message");
  if (NO_TOPIC.test(description)) return verdict("gone", `${said}.`, "without_topic");
  if (NO_CHAT.test(description)) return verdict("gone", `${said}.`);
  if (BAD_FORM.test(description) || description === "") return verdict("fatal", `${said}.`, "plain");
  return verdict("fatal", `${said}.`);
}

function verdict(outcome: AttemptOutcome, error: string, remedy: TelegramRemedy | null = null): TelegramVerdict {
  return { outcome, retryAfterMs: null, error, remedy };
}
