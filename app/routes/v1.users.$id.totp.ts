import { disableTotp } from "~/domain/factors/disable-totp.server";
import { getUser } from "~/domain/users/get-user.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { resetUserTotpEndpoint } from "~/web/endpoints/users";

const route = apiRoute([
  handle(resetUserTotpEndpoint, async ({ ctx, actor, params }) => {
    const { id: userId } = await getUser(ctx, params);
    await disableTotp(ctx, { actor, userId });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
