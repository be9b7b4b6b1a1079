import { createLinkCode } from "~/domain/chats/create-link-code.server";
import { listChatLinks } from "~/domain/chats/list-chat-links.server";
import { handle } from "~/web/api/handle";
import { wholeList } from "~/web/api/whole-list";
import { apiRoute } from "~/web/api-route.server";
import { createChatLinkEndpoint, listChatLinksEndpoint } from "~/web/endpoints/chat-links";

const route = apiRoute([
  handle(listChatLinksEndpoint, async ({ ctx, actor }) => wholeList(await listChatLinks(ctx, actor))),
  handle(createChatLinkEndpoint, async ({ ctx, actor, body }) => ({
    status: 201,
    body: await createLinkCode(ctx, { actor, provider: body.provider }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
