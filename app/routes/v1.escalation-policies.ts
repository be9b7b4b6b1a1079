import { createEscalationPolicy } from "~/domain/escalations/create-escalation-policy.server";
import { listEscalationPolicies } from "~/domain/escalations/list-escalation-policies.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { createEscalationPolicyEndpoint, listEscalationPoliciesEndpoint } from "~/web/endpoints/escalations";

const route = apiRoute([
  handle(listEscalationPoliciesEndpoint, async (input) =>
    listBody(await listEscalationPolicies(input.ctx, input.query), input),
  ),
  handle(createEscalationPolicyEndpoint, async ({ ctx, actor, body }) => {
    const policy = await createEscalationPolicy(ctx, { actor, input: body });
    return { status: 201, body: policy, headers: { Location: `/v1/escalation-policies/${policy.id}` } };
  }),
]);

export const loader = route.loader;
export const action = route.action;
