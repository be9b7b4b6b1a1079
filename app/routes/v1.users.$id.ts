import { deleteUser } from "~/domain/users/delete-user.server";
import { getUser } from "~/domain/users/get-user.server";
import { updateUser } from "~/domain/users/update-user.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { deleteUserEndpoint, getUserEndpoint, updateUserEndpoint } from "~/web/endpoints/users";

const route = apiRoute([
  handle(getUserEndpoint, async ({ ctx, params }) => ({ status: 200, body: await getUser(ctx, params) })),
  handle(updateUserEndpoint, async ({ ctx, actor, params, body }) => ({
    status: 200,
    body: await updateUser(ctx, { actor, id: params.id, input: body }),
  })),
  handle(deleteUserEndpoint, async ({ ctx, actor, params }) => {
    await deleteUser(ctx, { actor, id: params.id });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
