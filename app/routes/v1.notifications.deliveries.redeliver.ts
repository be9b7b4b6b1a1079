import { redeliverFailed } from "~/domain/deliveries/redeliver-failed.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { redeliverFailedEndpoint } from "~/web/endpoints/deliveries";

const route = apiRoute([
  handle(redeliverFailedEndpoint, async ({ ctx, actor, body }) => ({
    status: 202,
    body: await redeliverFailed(ctx, { actor, ...body }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
