import { getAlert } from "~/domain/alerts/get-alert.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { getAlertEndpoint } from "~/web/endpoints/alerts";

const route = apiRoute([
  handle(getAlertEndpoint, async ({ ctx, params }) => ({ status: 200, body: await getAlert(ctx, { id: params.id }) })),
]);

export const loader = route.loader;
export const action = route.action;
