import { createUser } from "~/domain/users/create-user.server";
import { listUsers } from "~/domain/users/list-users.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { createUserEndpoint, listUsersEndpoint } from "~/web/endpoints/users";

const route = apiRoute([
  handle(listUsersEndpoint, async (input) => listBody(await listUsers(input.ctx, input.query), input)),
  handle(createUserEndpoint, async ({ ctx, actor, body }) => {
    const user = await createUser(ctx, { actor, ...body });
    return { status: 201, body: user, headers: { Location: `/v1/users/${user.id}` } };
  }),
]);

export const loader = route.loader;
export const action = route.action;
