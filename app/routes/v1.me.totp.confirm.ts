import { confirmTotp } from "~/domain/factors/confirm-totp.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { confirmTotpEndpoint } from "~/web/endpoints/factors";

const route = apiRoute([
  handle(confirmTotpEndpoint, async ({ ctx, actor, body }) => ({
    status: 200,
    body: await confirmTotp(ctx, { actor, code: body.code }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
