import { issueTokens } from "~/domain/tokens/issue-tokens.server";
import { authenticate } from "~/domain/users/authenticate.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { createToken } from "~/web/endpoints/auth";

const route = apiRoute([
  handle(createToken, async ({ ctx, context: { ip, requestId }, body, request }) => {
    const { email, password, totp, expiresIn } = body;
    const user = await authenticate(ctx, { email, password, totp, ip, requestId });
    const userAgent = request.headers.get("User-Agent");
    return { status: 200, body: await issueTokens(ctx, { user, expiresInSeconds: expiresIn, ip, userAgent }) };
  }),
]);

export const loader = route.loader;
export const action = route.action;
