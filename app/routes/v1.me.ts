import { getUser } from "~/domain/users/get-user.server";
import { updateUser } from "~/domain/users/update-user.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { getMe, updateMe } from "~/web/endpoints/me";

const route = apiRoute([
  // The role is what this credential may do: of an API key perhaps less than of its owner.
  handle(getMe, async ({ ctx, actor }) => {
    return { status: 200, body: { ...(await getUser(ctx, { id: actor.userId })), role: actor.role } };
  }),
  handle(updateMe, async ({ ctx, actor, body: { name } }) => {
    return { status: 200, body: await updateUser(ctx, { actor, id: actor.userId, input: { name } }) };
  }),
]);

export const loader = route.loader;
export const action = route.action;
