import { deleteChatLink } from "~/domain/chats/delete-chat-link.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { deleteChatLinkEndpoint } from "~/web/endpoints/chat-links";

const route = apiRoute([
  handle(deleteChatLinkEndpoint, async ({ ctx, actor, params }) => {
    await deleteChatLink(ctx, { actor, id: params.id });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
