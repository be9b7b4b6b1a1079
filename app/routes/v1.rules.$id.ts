import { deleteRule } from "~/domain/rules/delete-rule.server";
import { getRule } from "~/domain/rules/get-rule.server";
import { updateRule } from "~/domain/rules/update-rule.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { deleteRuleEndpoint, getRuleEndpoint, updateRuleEndpoint } from "~/web/endpoints/rules";

const route = apiRoute([
  handle(getRuleEndpoint, async ({ ctx, params }) => ({ status: 200, body: await getRule(ctx, { id: params.id }) })),
  handle(updateRuleEndpoint, async ({ ctx, actor, params, body }) => ({
    status: 200,
    body: await updateRule(ctx, { actor, id: params.id, patch: body }),
  })),
  handle(deleteRuleEndpoint, async ({ ctx, actor, params }) => {
    await deleteRule(ctx, { actor, id: params.id });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
