import { listAlerts } from "~/domain/alerts/list-alerts.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { listAlertsEndpoint } from "~/web/endpoints/alerts";

const route = apiRoute([
  handle(listAlertsEndpoint, async (input) => {
    const { page, limit, cursor, ...filter } = input.query;
    return listBody(await listAlerts(input.ctx, { page, limit, cursor, filter }), input);
  }),
]);

export const loader = route.loader;
export const action = route.action;
