import { z } from "zod";

import { Id, Timestamp } from "~/domain/shared-schemas";

/** The chats in which a person can be known to Sentinel. */
export const ChatProvider = z.enum(["telegram"]);
export type ChatProvider = z.infer<typeof ChatProvider>;

/** A chat account that speaks for its user: a button that it presses is pressed by the user. */
export const ChatLink = z.object({
  id: Id,
  provider: ChatProvider,
  /** The person's name in the chat, as last seen. */
  name: z.string(),
  createdAt: Timestamp,
});
export type ChatLink = z.infer<typeof ChatLink>;

/** What a code is asked for with. */
export const NewChatLink = z.strictObject({ provider: ChatProvider });
export type NewChatLink = z.infer<typeof NewChatLink>;

/** A one-time code, as it is shown to its user once. */
export const ChatLinkCode = z.object({
  provider: ChatProvider,
  /** `XXXX-XXXX` */
  code: z.string(),
  expiresAt: Timestamp,
  /** What to do with it, in a sentence. */
  instructions: z.string(),
  /** The bots that take it, each with an address that sends it. Empty until a worker has asked Telegram for their names. */
  bots: z.array(z.object({ username: z.string(), url: z.string() })),
});
export type ChatLinkCode = z.infer<typeof ChatLinkCode>;
