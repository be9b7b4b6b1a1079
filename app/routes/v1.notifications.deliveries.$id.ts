import { getDelivery } from "~/domain/deliveries/get-delivery.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { getDeliveryEndpoint } from "~/web/endpoints/deliveries";

const route = apiRoute([
  handle(getDeliveryEndpoint, async ({ ctx, actor, params }) => ({
    status: 200,
    body: await getDelivery(ctx, { id: params.id, role: actor.role }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
