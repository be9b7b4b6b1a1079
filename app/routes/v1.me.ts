import { getUser } from "~/domain/users/get-user.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { getMe } from "~/web/endpoints/me";

const route = apiRoute([
  handle(getMe, async ({ ctx, actor }) => ({ status: 200, body: await getUser(ctx, { id: actor.userId }) })),
]);

export const loader = route.loader;
export const action = route.action;
