import { endSession } from "~/domain/sessions/end-session.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { endSessionEndpoint } from "~/web/endpoints/sessions";

const route = apiRoute([
  handle(endSessionEndpoint, async ({ ctx, actor, params }) => {
    await endSession(ctx, { actor, sessionId: params.id });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
