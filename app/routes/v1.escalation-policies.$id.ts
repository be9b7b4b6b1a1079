import { deleteEscalationPolicy } from "~/domain/escalations/delete-escalation-policy.server";
import { getEscalationPolicy } from "~/domain/escalations/get-escalation-policy.server";
import { updateEscalationPolicy } from "~/domain/escalations/update-escalation-policy.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import {
  deleteEscalationPolicyEndpoint,
  getEscalationPolicyEndpoint,
  updateEscalationPolicyEndpoint,
} from "~/web/endpoints/escalations";

const route = apiRoute([
  handle(getEscalationPolicyEndpoint, async ({ ctx, params }) => ({
    status: 200,
    body: await getEscalationPolicy(ctx, { id: params.id }),
  })),
  handle(updateEscalationPolicyEndpoint, async ({ ctx, actor, params, body }) => ({
    status: 200,
    body: await updateEscalationPolicy(ctx, { actor, id: params.id, patch: body }),
  })),
  handle(deleteEscalationPolicyEndpoint, async ({ ctx, actor, params }) => {
    await deleteEscalationPolicy(ctx, { actor, id: params.id });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
