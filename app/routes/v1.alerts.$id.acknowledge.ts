import { acknowledgeAlert } from "~/domain/alerts/acknowledge-alert.server";
import { getAlert } from "~/domain/alerts/get-alert.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { acknowledgeAlertEndpoint, getAlertEndpoint } from "~/web/endpoints/alerts";

const current = handle(getAlertEndpoint, async ({ ctx, params }) => ({
  status: 200,
  body: await getAlert(ctx, { id: params.id }),
}));

const route = apiRoute(
  [
    handle(acknowledgeAlertEndpoint, async ({ ctx, actor, params, body }) => ({
      status: 200,
      body: await acknowledgeAlert(ctx, { actor, id: params.id, note: body.note }),
    })),
  ],
  { current },
);

export const loader = route.loader;
export const action = route.action;
