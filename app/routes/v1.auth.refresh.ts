import { refreshTokens } from "~/domain/tokens/refresh-tokens.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { refreshToken } from "~/web/endpoints/auth";

const route = apiRoute([
  handle(refreshToken, async ({ ctx, context: { ip, requestId }, body, receivedAtMs }) => ({
    status: 200,
    body: await refreshTokens(ctx, { refreshToken: body.refreshToken, ip, requestId, receivedAtMs }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
