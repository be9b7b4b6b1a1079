import { deleteNetwork } from "~/domain/networks/delete-network.server";
import { getNetwork } from "~/domain/networks/get-network.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { endpointCheckOf } from "~/web/endpoint-check-of";
import { deleteNetworkEndpoint, getNetworkEndpoint, updateNetworkEndpoint } from "~/web/endpoints/networks";
import { saveNetwork } from "~/web/save-network.server";

const route = apiRoute([
  handle(getNetworkEndpoint, async ({ ctx, params }) => ({
    status: 200,
    body: await getNetwork(ctx, { id: params.id }),
  })),
  handle(updateNetworkEndpoint, async ({ ctx, actor, params, query, body }) => ({
    status: 200,
    body: await saveNetwork(ctx, { actor, id: params.id, input: body, check: endpointCheckOf(query) }),
  })),
  handle(deleteNetworkEndpoint, async ({ ctx, actor, params }) => {
    await deleteNetwork(ctx, { actor, id: params.id });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
