import { revokeApiKey } from "~/domain/api-keys/revoke-api-key.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { revokeApiKeyEndpoint } from "~/web/endpoints/api-keys";

const route = apiRoute([
  handle(revokeApiKeyEndpoint, async ({ ctx, actor, params }) => {
    await revokeApiKey(ctx, { actor, id: params.id });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
