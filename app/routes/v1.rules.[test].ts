import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { testRuleEndpoint } from "~/web/endpoints/rule-trials";
import { tryRule } from "~/web/try-rule.server";

const route = apiRoute([
  handle(testRuleEndpoint, async ({ ctx, body }) => ({ status: 200, body: await tryRule(ctx, body) })),
]);

export const loader = route.loader;
export const action = route.action;
