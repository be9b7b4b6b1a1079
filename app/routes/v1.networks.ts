import { listNetworks } from "~/domain/networks/list-networks.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { endpointCheckOf } from "~/web/endpoint-check-of";
import { createNetworkEndpoint, listNetworksEndpoint } from "~/web/endpoints/networks";
import { saveNewNetwork } from "~/web/save-new-network.server";

const route = apiRoute([
  handle(listNetworksEndpoint, async (input) => {
    const { page, limit, cursor, ...filter } = input.query;
    return listBody(await listNetworks(input.ctx, { page, limit, cursor, filter }), input);
  }),
  handle(createNetworkEndpoint, async ({ ctx, actor, query, body }) => {
    const network = await saveNewNetwork(ctx, { actor, input: body, check: endpointCheckOf(query) });
    return { status: 201, body: network, headers: { Location: `/v1/networks/${network.id}` } };
  }),
]);

export const loader = route.loader;
export const action = route.action;
