import { getEntryCoverage } from "~/domain/coverage/get-entry-coverage.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { getEntryCoverageEndpoint } from "~/web/endpoints/coverage";

const route = apiRoute([
  handle(getEntryCoverageEndpoint, async ({ ctx, params, query }) => ({
    status: 200,
    body: await getEntryCoverage(ctx, { id: params.id, days: query.days }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
