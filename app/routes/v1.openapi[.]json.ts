import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { getOpenApi } from "~/web/endpoints/openapi";
import { openApiDocument } from "~/web/openapi.server";

const route = apiRoute([
  handle(getOpenApi, async ({ ctx }) => ({ status: 200, body: openApiDocument(ctx.env.PUBLIC_URL) })),
]);

export const loader = route.loader;
export const action = route.action;
