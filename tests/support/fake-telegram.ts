import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { ParsedText } from "./fake-telegram/parse-html";
import {
  acceptBody,
  acceptText,
  METHODS,
  type Method,
  type SentText,
  TelegramRefusal,
} from "./fake-telegram/refuse-message";

/** One scripted answer in place of the ordinary one. */
export interface ScriptedAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A message as it reads now. */
export interface FakeTelegramMessage extends ParsedText {
  chatId: number;
  messageId: number;
  threadId?: number;
  /** No phone rings. */
  isSilent: boolean;
  edits: number;
  buttons: { text: string; callback_data?: string; url?: string }[];
}

/** A person in Telegram. */
export interface FakePerson {
  id: number;
  first_name: string;
  last_name?: string;
  username?: string;
}

interface Bot {
  token: string;
  username: string;
}

type ChatState = "ok" | "gone" | "blocked" | "no_rights" | { migratedTo: number };

interface Update {
  update_id: number;
  [kind: string]: unknown;
}

/** Telegram's 429. */
export function floodWait(retryAfterSeconds: number): ScriptedAnswer {
  const description = `Too Many Requests: retry after ${retryAfterSeconds}`;
  return {
    status: 429,
    body: { ok: false, error_code: 429, description, parameters: { retry_after: retryAfterSeconds } },
    headers: { "retry-after": String(retryAfterSeconds) },
  };
}

/**
 * A local stand-in for the Bot API: refuses what Telegram would refuse, answers as Telegram does, records, and lets
 * tests be the people who press buttons and write to the bot.
 */
export class FakeTelegram {
  base = "";
  /** A token that `TelegramConfig` takes; more bots by `addBot`. */
  readonly token = "123456789:AAEhBP0av28fakeFakeFakeFakeFakeFake";
  readonly chatId = -1001234;
  /** Every call, with whatever answer it got. */
  readonly requests: { method: string; token: string; body: Record<string, unknown>; at: number }[] = [];
  readonly messages: FakeTelegramMessage[] = [];
  /** What people were told when they pressed a button. */
  readonly answers: { callbackQueryId: string; text: string }[] = [];
  webhook: { url: string; secret: string | undefined } | null = null;
  private webhookError: { at: number; message: string } | null = null;
  private readonly bots = new Map<string, Bot>();
  private readonly chats = new Map<string, ChatState>();
  private readonly topics = new Set<number>();
  private readonly scripted: ScriptedAnswer[] = [];
  private readonly updates = new Map<string, Update[]>();
  private readonly polls = new Map<string, (updates: Update[] | "conflict") => void>();
  private readonly openQueries = new Set<string>();
  private readonly floods = new Map<string, number[]>();
  private perChatPerMinute: number | null = null;
  private lastUpdate: Update | null = null;
  private nextUpdateId = 900_000_001;
  private nextId = 1;
  private readonly server = createServer((request, response) => void this.serve(request, response));

  static async start(): Promise<FakeTelegram> {
    const fake = new FakeTelegram();
    fake.addBot(fake.token, "sentinel_test_bot");
    fake.setChat(fake.chatId, "ok");
    await new Promise<void>((done) => fake.server.listen(0, "127.0.0.1", done));
    fake.base = `http://127.0.0.1:${(fake.server.address() as AddressInfo).port}`;
    return fake;
  }

  addBot(token: string, username: string): void {
    this.bots.set(token, { token, username });
    this.updates.set(token, []);
  }

  /** Chats that nobody has set do not exist. */
  setChat(chatId: number | string, state: ChatState): void {
    this.chats.set(String(chatId), state);
  }

  addTopic(threadId: number): void {
    this.topics.add(threadId);
  }

  /** Takes every message away, as a moderator could: editing one is refused then. */
  deleteMessages(): void {
    for (const message of this.messages) message.messageId = -1;
  }

  /** Answers for the next sends, edits and answers to presses, in order; afterwards it answers by its rules again. */
  script(...answers: ScriptedAnswer[]): void {
    this.scripted.push(...answers);
  }

  /** From now on a chat takes only so many messages a minute (20 in groups of the real one). */
  limitFlood(perChatPerMinute: number | null): void {
    this.perChatPerMinute = perChatPerMinute;
  }

  /** Telegram can't call the webhook. */
  failWebhook(message: string): void {
    this.webhookError = { at: Math.floor(Date.now() / 1_000), message };
  }

  /** Somebody presses a button of a message; the id of the query, which `answers` names. */
  press(message: FakeTelegramMessage, from: FakePerson, { text = /^Acknowledge/, token = this.token } = {}): string {
    const button = message.buttons.find((each) => text.test(each.text));
    if (button?.callback_data === undefined) throw new Error(`the message has no button ${text}`);
    const id = String(7_000_000_000 + this.nextId++);
    this.openQueries.add(id);
    const shown = {
      message_id: message.messageId,
      chat: { id: message.chatId, type: "supergroup" },
      text: message.text,
    };
    const person = { is_bot: false, ...from };
    this.push(token, {
      callback_query: { id, from: person, chat_instance: "1", data: button.callback_data, message: shown },
    });
    return id;
  }

  /** Somebody writes to the bot, in private unless told otherwise. */
  say(text: string, from: FakePerson, { chatId = from.id, token = this.token } = {}): void {
    const type = chatId === from.id ? "private" : "supergroup";
    if (type === "private" && !this.chats.has(String(chatId))) this.setChat(chatId, "ok");
    const chat = { id: chatId, type };
    const date = Math.floor(Date.now() / 1_000);
    this.push(token, { message: { message_id: this.nextId++, date, from: { is_bot: false, ...from }, chat, text } });
  }

  /** Brings the last update again, as Telegram does when nobody has asked past it. */
  repeatLast(token = this.token): void {
    if (this.lastUpdate === null) throw new Error("there was no update");
    this.updates.get(token)?.push(this.lastUpdate);
    this.polls.get(token)?.(this.updates.get(token) ?? []);
  }

  /** What Telegram would bring to the webhook next. */
  nextForWebhook(token = this.token): Update | undefined {
    return this.updates.get(token)?.shift();
  }

  pendingUpdates(token = this.token): number {
    return this.updates.get(token)?.length ?? 0;
  }

  /** Whether somebody is asking for updates right now. */
  isPolled(token = this.token): boolean {
    return this.polls.has(token);
  }

  close(): Promise<void> {
    return new Promise((done) => {
      this.server.close(() => done());
      this.server.closeAllConnections();
    });
  }

  private push(token: string, content: Record<string, unknown>): void {
    this.lastUpdate = { update_id: this.nextUpdateId++, ...content };
    this.updates.get(token)?.push(this.lastUpdate);
    this.polls.get(token)?.(this.updates.get(token) ?? []);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    try {
      const [, token = "", method = ""] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url ?? "") ?? [];
      const bot = this.bots.get(token);
      if (!(method in METHODS)) throw new TelegramRefusal(404, "Not Found");
      if (bot === undefined) throw new TelegramRefusal(401, "Unauthorized");
      const body = JSON.parse(Buffer.concat(chunks).toString("utf8") || "{}") as Record<string, unknown>;
      this.requests.push({ method, token, body, at: Date.now() });
      const scripted = /^(send|edit|answer)/.test(method) ? this.scripted.shift() : undefined;
      if (scripted) return answer(response, scripted);
      answer(response, {
        status: 200,
        body: { ok: true, result: await this.run(bot, method as Method, body, response) },
      });
    } catch (error) {
      if (!(error instanceof TelegramRefusal)) throw error;
      const { code, message: description, parameters } = error;
      const shape = { ok: false, error_code: code, description, ...(parameters ? { parameters } : {}) };
      answer(response, { status: code, body: shape });
    }
  }

  private async run(bot: Bot, method: Method, body: unknown, response: ServerResponse): Promise<unknown> {
    switch (method) {
      case "getMe":
        return { id: Number(bot.token.split(":")[0]), is_bot: true, first_name: "Sentinel", username: bot.username };
      case "sendMessage":
        return this.send(acceptBody(method, body));
      case "editMessageText":
        return this.edit(acceptBody(method, body));
      case "answerCallbackQuery":
        return this.answerQuery(acceptBody(method, body));
      case "getUpdates":
        return this.getUpdates(bot.token, acceptBody(method, body), response);
      case "setWebhook": {
        const { url, secret_token } = acceptBody(method, body);
        if (!url.startsWith("https://")) {
          throw new TelegramRefusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook");
        }
        this.webhook = { url, secret: secret_token };
        return true;
      }
      case "deleteWebhook":
        this.webhook = null;
        return true;
      case "getWebhookInfo":
        return {
          url: this.webhook?.url ?? "",
          has_custom_certificate: false,
          pending_update_count: this.pendingUpdates(bot.token),
          ...(this.webhookError === null
            ? {}
            : { last_error_date: this.webhookError.at, last_error_message: this.webhookError.message }),
        };
    }
  }

  private requireChat(chatId: number | string): void {
    const state = this.chats.get(String(chatId)) ?? "gone";
    if (state === "gone") throw new TelegramRefusal(400, "Bad Request: chat not found");
    if (state === "blocked") throw new TelegramRefusal(403, "Forbidden: bot was kicked from the supergroup chat");
    if (state === "no_rights")
      throw new TelegramRefusal(400, "Bad Request: not enough rights to send text messages to the chat");
    if (state !== "ok") {
      const parameters = { migrate_to_chat_id: state.migratedTo };
      throw new TelegramRefusal(400, "Bad Request: group chat was upgraded to a supergroup chat", parameters);
    }
  }

  private requireCalm(chatId: number | string): void {
    if (this.perChatPerMinute === null) return;
    const now = Date.now();
    const recent = (this.floods.get(String(chatId)) ?? []).filter((at) => at > now - 60_000);
    if (recent.length >= this.perChatPerMinute) {
      const seconds = Math.max(1, Math.ceil(((recent[0] ?? now) + 60_000 - now) / 1_000));
      throw new TelegramRefusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
    }
    this.floods.set(String(chatId), [...recent, now]);
  }

  private send(body: SentText): unknown {
    const { chat_id, message_thread_id: threadId } = body;
    this.requireChat(chat_id);
    if (threadId !== undefined && !this.topics.has(threadId)) {
      throw new TelegramRefusal(400, "Bad Request: message thread not found");
    }
    const parsed = acceptText(body);
    this.requireCalm(chat_id);
    const chatId = typeof chat_id === "string" && chat_id.startsWith("@") ? this.chatId : Number(chat_id);
    const message: FakeTelegramMessage = {
      ...parsed,
      chatId,
      messageId: 5_000 + this.nextId++,
      ...(threadId === undefined ? {} : { threadId }),
      isSilent: body.disable_notification === true,
      edits: 0,
      buttons: body.reply_markup?.inline_keyboard.flat() ?? [],
    };
    this.messages.push(message);
    return shown(message);
  }

  private edit(body: SentText & { message_id: number }): unknown {
    this.requireChat(body.chat_id);
    const message = this.messages.find(
      ({ chatId, messageId }) => chatId === Number(body.chat_id) && messageId === body.message_id,
    );
    if (message === undefined) throw new TelegramRefusal(400, "Bad Request: message to edit not found");
    const parsed = acceptText(body);
    const buttons = body.reply_markup?.inline_keyboard.flat() ?? [];
    if (
      JSON.stringify([parsed, buttons]) ===
      JSON.stringify([{ text: message.text, entities: message.entities }, message.buttons])
    ) {
      throw new TelegramRefusal(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
      );
    }
    this.requireCalm(body.chat_id);
    Object.assign(message, parsed, { buttons, edits: message.edits + 1 });
    return shown(message);
  }

  private answerQuery({
    callback_query_id: id,
    text = "",
  }: {
    callback_query_id: string;
    text?: string | undefined;
  }): boolean {
    if (!this.openQueries.delete(id)) {
      throw new TelegramRefusal(
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
      );
    }
    this.answers.push({ callbackQueryId: id, text });
    return true;
  }

  private async getUpdates(
    token: string,
    {
      offset = 0,
      limit = 100,
      timeout = 0,
    }: { offset?: number | undefined; limit?: number | undefined; timeout?: number | undefined },
    response: ServerResponse,
  ): Promise<Update[]> {
    if (this.webhook !== null) {
      const words =
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
      throw new TelegramRefusal(409, `Conflict: ${words}`);
    }
    // An older question of the same bot ends, as Telegram has it.
    this.polls.get(token)?.("conflict");
    const waiting = (this.updates.get(token) ?? []).filter(({ update_id }) => update_id >= offset);
    this.updates.set(token, waiting);
    if (waiting.length > 0) return waiting.slice(0, limit);
    const outcome = await new Promise<Update[] | "conflict">((done) => {
      const timer = setTimeout(() => settle([]), timeout * 1_000);
      const settle = (given: Update[] | "conflict") => {
        clearTimeout(timer);
        if (this.polls.get(token) === settle) this.polls.delete(token);
        done(given);
      };
      this.polls.set(token, settle);
      response.once("close", () => settle([]));
    });
    if (outcome === "conflict") {
      const words = "terminated by other getUpdates request; make sure that only one bot instance is running";
      throw new TelegramRefusal(409, `Conflict: ${words}`);
    }
    return outcome.slice(0, limit);
  }
}

/** Starts one. */
export function startFakeTelegram(): Promise<FakeTelegram> {
  return FakeTelegram.start();
}

function shown({ chatId, messageId, text, entities }: FakeTelegramMessage): unknown {
  const date = Math.floor(Date.now() / 1_000);
  return { message_id: messageId, date, chat: { id: chatId, type: "supergroup" }, text, entities };
}

function answer(response: ServerResponse, { status, body, headers }: ScriptedAnswer): void {
  if (response.destroyed) return;
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
}
