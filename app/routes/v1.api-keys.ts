import { createApiKey } from "~/domain/api-keys/create-api-key.server";
import { listApiKeys } from "~/domain/api-keys/list-api-keys.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { createApiKeyEndpoint, listApiKeysEndpoint } from "~/web/endpoints/api-keys";

const route = apiRoute([
  handle(listApiKeysEndpoint, async (input) => {
    const { ctx, actor, query } = input;
    return listBody(await listApiKeys(ctx, { actor, ...query }), input);
  }),
  handle(createApiKeyEndpoint, async ({ ctx, actor, body }) => {
    const { apiKey, key } = await createApiKey(ctx, { actor, input: body });
    return { status: 201, body: { ...apiKey, key }, headers: { Location: `/v1/api-keys/${apiKey.id}` } };
  }),
]);

export const loader = route.loader;
export const action = route.action;
