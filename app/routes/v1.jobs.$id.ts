import { cancelJob } from "~/domain/jobs/cancel-job.server";
import { getJob } from "~/domain/jobs/get-job.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { cancelJobEndpoint, getJobEndpoint } from "~/web/endpoints/jobs";

const route = apiRoute([
  handle(getJobEndpoint, async ({ ctx, params }) => ({ status: 200, body: await getJob(ctx, { id: params.id }) })),
  handle(cancelJobEndpoint, async ({ ctx, actor, params }) => {
    await cancelJob(ctx, { actor, id: params.id });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
