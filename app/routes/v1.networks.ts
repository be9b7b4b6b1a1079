import { listNetworks } from "~/domain/networks/list-networks.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { listNetworksEndpoint } from "~/web/endpoints/networks";

const route = apiRoute([
  handle(listNetworksEndpoint, async (input) => {
    const { page, limit, cursor, ...filter } = input.query;
    return listBody(await listNetworks(input.ctx, { page, limit, cursor, filter }), input);
  }),
]);

export const loader = route.loader;
export const action = route.action;
