import { getControlGraph } from "~/domain/control/get-control-graph.server";
import { requestControlRefresh } from "~/domain/control/request-control-refresh.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { getControlGraphEndpoint, refreshControlGraphEndpoint } from "~/web/endpoints/control";

const route = apiRoute([
  handle(getControlGraphEndpoint, async ({ ctx, params }) => ({
    status: 200,
    body: await getControlGraph(ctx, { watchlistId: params.id }),
  })),
  handle(refreshControlGraphEndpoint, async ({ ctx, params }) => {
    await requestControlRefresh(ctx, { watchlistId: params.id });
    return { status: 202 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
