import { z } from "zod";

import { type ParsedText, parseHtml } from "./parse-html";

/** Telegram refuses a request with these words, and its error shape. */
export class TelegramRefusal extends Error {
  constructor(
    readonly code: number,
    description: string,
    readonly parameters?: { retry_after?: number; migrate_to_chat_id?: number },
  ) {
    super(description);
  }
}

const url = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return ["http:", "https:", "tg:"].includes(protocol) && hostname.includes(".");
}, "Wrong HTTP URL");
const callbackData = z
  .string()
  .refine((text) => Buffer.byteLength(text) >= 1 && Buffer.byteLength(text) <= 64, "BUTTON_DATA_INVALID");
const Button = z.union([
  z.strictObject({ text: z.string().min(1).max(256), callback_data: callbackData }),
  z.strictObject({ text: z.string().min(1).max(256), url }),
]);
const common = {
  chat_id: z.union([z.int(), z.string().regex(/^(-?\d+|@\w+)$/)]),
  text: z.string(),
  parse_mode: z.literal("HTML").optional(),
  link_preview_options: z.strictObject({ is_disabled: z.boolean() }).optional(),
  reply_markup: z.strictObject({ inline_keyboard: z.array(z.array(Button).max(8)).max(100) }).optional(),
};

/** The methods that the fake knows, as strict as its documentation lets them be. */
export const METHODS = {
  getMe: z.strictObject({}),
  sendMessage: z.strictObject({
    ...common,
    message_thread_id: z.int().min(1).optional(),
    disable_notification: z.boolean().optional(),
  }),
  editMessageText: z.strictObject({ ...common, message_id: z.int() }),
  answerCallbackQuery: z.strictObject({ callback_query_id: z.string(), text: z.string().max(200).optional() }),
  getUpdates: z.strictObject({
    offset: z.int().optional(),
    limit: z.int().min(1).max(100).optional(),
    timeout: z.int().min(0).max(50).optional(),
    allowed_updates: z.array(z.string()).optional(),
  }),
  setWebhook: z.strictObject({
    url: z.string(),
    secret_token: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,256}$/)
      .optional(),
    allowed_updates: z.array(z.string()).optional(),
    drop_pending_updates: z.boolean().optional(),
  }),
  deleteWebhook: z.strictObject({ drop_pending_updates: z.boolean().optional() }),
  getWebhookInfo: z.strictObject({}),
};
export type Method = keyof typeof METHODS;
export type SentText = z.infer<typeof METHODS.sendMessage>;

/** The text of a message as Telegram would take it. @throws TelegramRefusal for what it would refuse. */
export function acceptText({ text, parse_mode }: Pick<SentText, "text" | "parse_mode">): ParsedText {
  const parsed = parse_mode === "HTML" ? parse(text) : { text, entities: [] };
  if (parsed.text.trim() === "") throw new TelegramRefusal(400, "Bad Request: message text is empty");
  if (parsed.text.length > 4096) throw new TelegramRefusal(400, "Bad Request: message is too long");
  return parsed;
}

function parse(html: string): ParsedText {
  try {
    return parseHtml(html);
  } catch (error) {
    throw new TelegramRefusal(400, `Bad Request: can't parse entities: ${error instanceof Error ? error.message : ""}`);
  }
}

/** The fields of a method's body. @throws TelegramRefusal. */
export function acceptBody<M extends Method>(method: M, body: unknown): z.infer<(typeof METHODS)[M]> {
  const parsed = METHODS[method].safeParse(body);
  if (parsed.success) return parsed.data as z.infer<(typeof METHODS)[M]>;
  const text = JSON.stringify(parsed.error.issues);
  const word = ["BUTTON_DATA_INVALID", "Wrong HTTP URL"].find((each) => text.includes(each));
  if (word === "Wrong HTTP URL") {
    throw new TelegramRefusal(400, "Bad Request: inline keyboard button URL is invalid: Wrong HTTP URL");
  }
  throw new TelegramRefusal(400, `Bad Request: ${word ?? text}`);
}

/** What Telegram would say of a message, as `sendMessage` takes it; null when it would accept it. */
export function telegramRefusal(message: unknown): string | null {
  try {
    acceptText(acceptBody("sendMessage", { chat_id: 1, ...(message as object) }));
    return null;
  } catch (error) {
    if (error instanceof TelegramRefusal) return error.message;
    throw error;
  }
}
