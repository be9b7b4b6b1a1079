import { revokeTokens } from "~/domain/tokens/revoke-tokens.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { revokeToken } from "~/web/endpoints/auth";

const route = apiRoute([
  handle(revokeToken, async ({ ctx, context: { ip, requestId }, body }) => {
    await revokeTokens(ctx, { refreshToken: body.refreshToken, ip, requestId });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
