import { createBacktest } from "~/domain/backtests/create-backtest.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { backtestEndpoint } from "~/web/endpoints/rule-trials";

const route = apiRoute([
  handle(backtestEndpoint, async ({ ctx, actor, body }) => {
    const job = await createBacktest(ctx, { actor, input: body });
    return { status: 202, body: job, headers: { Location: `/v1/jobs/${job.id}` } };
  }),
]);

export const loader = route.loader;
export const action = route.action;
