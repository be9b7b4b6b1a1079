import { responseOrReason } from "~/domain/alerts/response-or-reason.server";
import { AppError } from "~/domain/errors";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { getAlertResponseEndpoint } from "~/web/endpoints/responses";

const route = apiRoute([
  handle(getAlertResponseEndpoint, async ({ ctx, params }) => {
    const { response, reason } = await responseOrReason(ctx, { alertId: params.id });
    if (response === null) throw new AppError("not_found", reason, { slug: "no_response" });
    return { status: 200, body: response };
  }),
]);

export const loader = route.loader;
export const action = route.action;
