import { listDeliveries } from "~/domain/deliveries/list-deliveries.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { listDeliveriesEndpoint } from "~/web/endpoints/deliveries";

const route = apiRoute([
  handle(listDeliveriesEndpoint, async (input) => {
    const { page, limit, cursor, ...filter } = input.query;
    const { role } = input.actor;
    return listBody(await listDeliveries(input.ctx, { page, limit, cursor, filter, role }), input);
  }),
]);

export const loader = route.loader;
export const action = route.action;
