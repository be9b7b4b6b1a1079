import { z } from "zod";

import { visibleText } from "~/domain/transactions/visible-text";

const MAX_NAME = 80;

/** A person, as Telegram tells of them. Names are their own choice: outside text. */
export const TelegramUser = z.object({
  id: z.int(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  username: z.string().optional(),
});
export type TelegramUser = z.infer<typeof TelegramUser>;

/** Somebody pressed a button under a message of the bot's. */
export const TelegramPress = z.object({
  id: z.string(),
  from: TelegramUser,
  data: z.string().optional(),
  message: z.object({ message_id: z.int(), chat: z.object({ id: z.int() }) }).optional(),
});
export type TelegramPress = z.infer<typeof TelegramPress>;

/** Somebody wrote to the bot, or into a group that it is in. */
export const TelegramChatMessage = z.object({
  from: TelegramUser.optional(),
  chat: z.object({ id: z.int(), type: z.string() }),
  text: z.string().optional(),
});
export type TelegramChatMessage = z.infer<typeof TelegramChatMessage>;

/** One update (Bot API, `Update`), as far as it is used. */
export const TelegramUpdate = z.object({
  update_id: z.int(),
  callback_query: TelegramPress.optional(),
  message: TelegramChatMessage.optional(),
});
export type TelegramUpdate = z.infer<typeof TelegramUpdate>;

/** A person's name in the chat, in one inert line. */
export function telegramName({ id, first_name = "", last_name = "", username }: TelegramUser): string {
  const name = visibleText(`${first_name} ${last_name}`, MAX_NAME);
  const handle = username === undefined ? "" : `@${visibleText(username, MAX_NAME)}`;
  if (name === "") return handle || `Telegram user ${id}`;
  return handle === "" ? name : `${name} (${handle})`;
}
