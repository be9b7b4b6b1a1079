import { getNetwork } from "~/domain/networks/get-network.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { getNetworkEndpoint } from "~/web/endpoints/networks";

const route = apiRoute([
  handle(getNetworkEndpoint, async ({ ctx, params }) => ({
    status: 200,
    body: await getNetwork(ctx, { id: params.id }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
