import { acknowledgeEscalation } from "~/domain/escalations/acknowledge-escalation.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { acknowledgeEscalationEndpoint } from "~/web/endpoints/escalations";

const route = apiRoute([
  handle(acknowledgeEscalationEndpoint, async ({ ctx, actor, params }) => ({
    status: 200,
    body: await acknowledgeEscalation(ctx, { actor, id: params.id }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
