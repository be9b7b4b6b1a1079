import { createBacktest } from "~/domain/backtests/create-backtest.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { backtestRuleEndpoint } from "~/web/endpoints/rule-trials";

const route = apiRoute([
  handle(backtestRuleEndpoint, async ({ ctx, actor, params, body }) => {
    const job = await createBacktest(ctx, { actor, input: { ...body, ruleId: params.id } });
    return { status: 202, body: job, headers: { Location: `/v1/jobs/${job.id}` } };
  }),
]);

export const loader = route.loader;
export const action = route.action;
