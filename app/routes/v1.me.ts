import { getUser } from "~/domain/users/get-user.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { getMe } from "~/web/endpoints/me";

const route = apiRoute([
  // The role is what this credential may do: of an API key perhaps less than of its owner.
  handle(getMe, async ({ ctx, actor }) => {
    return { status: 200, body: { ...(await getUser(ctx, { id: actor.userId })), role: actor.role } };
  }),
]);

export const loader = route.loader;
export const action = route.action;
