import { rotateSecret } from "~/domain/channels/rotate-secret.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { rotateSecretEndpoint } from "~/web/endpoints/channels";

const route = apiRoute([
  handle(rotateSecretEndpoint, async ({ ctx, actor, params, body }) => {
    const { channel, secret } = await rotateSecret(ctx, { actor, id: params.id, secret: body.secret });
    return { status: 200, body: { ...channel, config: { ...channel.config, secret } } };
  }),
]);

export const loader = route.loader;
export const action = route.action;
