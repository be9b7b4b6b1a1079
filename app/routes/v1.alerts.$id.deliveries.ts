import { getAlert } from "~/domain/alerts/get-alert.server";
import { listDeliveries } from "~/domain/deliveries/list-deliveries.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { listAlertDeliveriesEndpoint } from "~/web/endpoints/alerts";

const route = apiRoute([
  handle(listAlertDeliveriesEndpoint, async (input) => {
    const { ctx, actor, params, query } = input;
    const { id: alertId } = await getAlert(ctx, { id: params.id });
    return listBody(await listDeliveries(ctx, { ...query, filter: { alertId }, role: actor.role }), input);
  }),
]);

export const loader = route.loader;
export const action = route.action;
