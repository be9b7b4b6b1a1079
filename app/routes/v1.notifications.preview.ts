import { previewMessage } from "~/domain/messages/preview-message.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { previewEndpoint } from "~/web/endpoints/previews";

const route = apiRoute([
  handle(previewEndpoint, async ({ ctx, body }) => ({ status: 200, body: await previewMessage(ctx, body) })),
]);

export const loader = route.loader;
export const action = route.action;
