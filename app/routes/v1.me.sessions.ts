import { endOtherSessions } from "~/domain/sessions/end-other-sessions.server";
import { listSessions } from "~/domain/sessions/list-sessions.server";
import { handle } from "~/web/api/handle";
import { wholeList } from "~/web/api/whole-list";
import { apiRoute } from "~/web/api-route.server";
import { endOtherSessionsEndpoint, listSessionsEndpoint } from "~/web/endpoints/sessions";

const route = apiRoute([
  handle(listSessionsEndpoint, async ({ ctx, actor: { userId, sessionId } }) =>
    wholeList(await listSessions(ctx, { userId, currentId: sessionId })),
  ),
  handle(endOtherSessionsEndpoint, async ({ ctx, actor }) => {
    await endOtherSessions(ctx, { actor, userId: actor.userId, exceptId: actor.sessionId });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
