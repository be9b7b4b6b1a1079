import { getNetworkCoverage } from "~/domain/coverage/get-network-coverage.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { getNetworkCoverageEndpoint } from "~/web/endpoints/networks";

const route = apiRoute([
  handle(getNetworkCoverageEndpoint, async ({ ctx, params, query }) => ({
    status: 200,
    body: await getNetworkCoverage(ctx, { id: params.id, days: query.days }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
