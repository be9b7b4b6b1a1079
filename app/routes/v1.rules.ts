import { createRule } from "~/domain/rules/create-rule.server";
import { listRules } from "~/domain/rules/list-rules.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { createRuleEndpoint, listRulesEndpoint } from "~/web/endpoints/rules";

const route = apiRoute([
  handle(listRulesEndpoint, async (input) => {
    const { page, limit, cursor, ...filter } = input.query;
    return listBody(await listRules(input.ctx, { page, limit, cursor, filter }), input);
  }),
  handle(createRuleEndpoint, async ({ ctx, actor, body }) => {
    const rule = await createRule(ctx, { actor, input: body });
    return { status: 201, body: rule, headers: { Location: `/v1/rules/${rule.id}` } };
  }),
]);

export const loader = route.loader;
export const action = route.action;
