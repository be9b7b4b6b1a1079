import { z } from "zod";

import { ChatLink, ChatLinkCode, NewChatLink } from "~/domain/chats/chat-link";
import { Id } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";

const tag = "Authentication";

/** `GET /v1/me/chat-links` */
export const listChatLinksEndpoint = endpoint({
  method: "GET",
  path: "/v1/me/chat-links",
  summary: "List your chat accounts",
  description: "Accounts in a chat that speak for you: a button under an alert that one of them presses, you press.",
  tag,
  action: "chat_link.read",
  responses: {
    200: {
      description: "Your chat accounts, oldest first, all of them.",
      schema: listOf(ChatLink),
      example: {
        data: [
          {
            id: "0199a3c4-5b6e-7f00-8a1b-2c3d4e5f6071",
            provider: "telegram",
            name: "Ada Lovelace (@ada)",
            createdAt: "2026-01-15T08:31:13.000Z",
          },
        ],
        meta: { total: 1, page: 1, limit: 1, nextCursor: null },
      },
    },
  },
});

/** `POST /v1/me/chat-links` */
export const createChatLinkEndpoint = endpoint({
  method: "POST",
  path: "/v1/me/chat-links",
  summary: "Get a code that links a chat account with you",
  description:
    "The account that sends the code to the bot speaks for you from then on. A code works once, within 15 minutes, and " +
    "ends the one before it. 409 when there is no Telegram channel.",
  tag,
  action: "chat_link.write",
  etag: false,
  body: NewChatLink,
  example: { provider: "telegram" },
  responses: {
    201: {
      description: "The code, shown only here.",
      schema: ChatLinkCode,
      example: {
        provider: "telegram",
        code: "7KQ2-M9XD",
        expiresAt: "2026-01-15T08:46:13.000Z",
        instructions: "Send “/link 7KQ2-M9XD” to @acme_sentinel_bot in Telegram within 15 minutes.",
        bots: [{ username: "acme_sentinel_bot", url: "https://t.me/acme_sentinel_bot?start=7KQ2M9XD" }],
      },
    },
  },
  errors: [409],
});

/** `DELETE /v1/me/chat-links/{id}` */
export const deleteChatLinkEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/me/chat-links/{id}",
  summary: "Unlink a chat account",
  tag,
  action: "chat_link.write",
  params: z.object({ id: Id }),
  responses: { 204: { description: "Unlinked; it works at once." } },
  errors: [404],
});
