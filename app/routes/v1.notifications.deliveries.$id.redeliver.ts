import { redeliverDelivery } from "~/domain/deliveries/redeliver-delivery.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { redeliverDeliveryEndpoint } from "~/web/endpoints/deliveries";

const route = apiRoute([
  handle(redeliverDeliveryEndpoint, async ({ ctx, actor, params }) => ({
    status: 202,
    body: await redeliverDelivery(ctx, { actor, id: params.id }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
