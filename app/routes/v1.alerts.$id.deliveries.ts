import { listAlertDeliveries } from "~/domain/deliveries/list-alert-deliveries.server";
import { handle } from "~/web/api/handle";
import { wholeList } from "~/web/api/whole-list";
import { apiRoute } from "~/web/api-route.server";
import { listAlertDeliveriesEndpoint } from "~/web/endpoints/alerts";

const route = apiRoute([
  handle(listAlertDeliveriesEndpoint, async ({ ctx, actor, params }) =>
    wholeList(await listAlertDeliveries(ctx, { alertId: params.id, role: actor.role })),
  ),
]);

export const loader = route.loader;
export const action = route.action;
