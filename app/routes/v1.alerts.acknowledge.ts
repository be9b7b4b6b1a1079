import { acknowledgeAlerts } from "~/domain/alerts/acknowledge-alerts.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { acknowledgeAlertsEndpoint } from "~/web/endpoints/alerts";

const route = apiRoute([
  handle(acknowledgeAlertsEndpoint, async ({ ctx, actor, body }) => ({
    status: 200,
    body: await acknowledgeAlerts(ctx, { actor, ids: body.ids, note: body.note }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
