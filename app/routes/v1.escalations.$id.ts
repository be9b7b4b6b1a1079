import { getEscalation } from "~/domain/escalations/get-escalation.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { getEscalationEndpoint } from "~/web/endpoints/escalations";

const route = apiRoute([
  handle(getEscalationEndpoint, async ({ ctx, params }) => ({
    status: 200,
    body: await getEscalation(ctx, { id: params.id }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
