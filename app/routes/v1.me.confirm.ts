import { confirmIdentity } from "~/domain/users/confirm-identity.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { confirmMe } from "~/web/endpoints/me";

const route = apiRoute([
  handle(confirmMe, async ({ ctx, actor, body }) => {
    await confirmIdentity(ctx, { actor, ...body });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
