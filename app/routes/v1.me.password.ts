import { reissueTokens } from "~/domain/tokens/reissue-tokens.server";
import { changePassword } from "~/domain/users/change-password.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { changeMyPassword } from "~/web/endpoints/me";

const route = apiRoute([
  handle(changeMyPassword, async ({ ctx, actor, body }) => {
    const { sessionVersion } = await changePassword(ctx, { actor, ...body });
    const { userId, sessionId } = actor;
    return { status: 200, body: await reissueTokens(ctx, { userId, sessionId, sessionVersion }) };
  }),
]);

export const loader = route.loader;
export const action = route.action;
