import { endOtherSessions } from "~/domain/sessions/end-other-sessions.server";
import { listSessions } from "~/domain/sessions/list-sessions.server";
import { getUser } from "~/domain/users/get-user.server";
import { handle } from "~/web/api/handle";
import { wholeList } from "~/web/api/whole-list";
import { apiRoute } from "~/web/api-route.server";
import { endUserSessionsEndpoint, listUserSessionsEndpoint } from "~/web/endpoints/users";

const route = apiRoute([
  handle(listUserSessionsEndpoint, async ({ ctx, actor, params }) => {
    const { id: userId } = await getUser(ctx, params);
    return wholeList(await listSessions(ctx, { userId, currentId: actor.sessionId }));
  }),
  handle(endUserSessionsEndpoint, async ({ ctx, actor, params }) => {
    const { id: userId } = await getUser(ctx, params);
    await endOtherSessions(ctx, { actor, userId, exceptId: actor.sessionId });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
