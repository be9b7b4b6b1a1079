import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { testEndpointEndpoint } from "~/web/endpoints/networks";
import { tryEndpoint } from "~/web/try-endpoint.server";

const route = apiRoute([
  handle(testEndpointEndpoint, async ({ body }) => ({ status: 200, body: await tryEndpoint(body.url) })),
]);

export const loader = route.loader;
export const action = route.action;
