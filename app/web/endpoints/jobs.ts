import { z } from "zod";

import { Job } from "~/domain/jobs/job";
import { Id } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";
import { jobExample } from "./job-example";

const tag = "Jobs";
const params = z.object({ id: Id });

/** `GET /v1/jobs/{id}` */
export const getJobEndpoint = endpoint({
  method: "GET",
  path: "/v1/jobs/{id}",
  summary: "Get a job",
  description: "Ask again until `state` is `done`, `failed` or `cancelled`; `result` grows meanwhile.",
  tag,
  action: "backtest.read",
  params,
  responses: { 200: { description: "The job with what it has done so far.", schema: Job, example: jobExample } },
  errors: [404],
});

/** `DELETE /v1/jobs/{id}` */
export const cancelJobEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/jobs/{id}",
  summary: "Cancel a job",
  description: "It stops within a second, and what it has found stays readable. One that has ended stays as it is.",
  tag,
  action: "backtest.cancel",
  params,
  responses: { 204: { description: "Cancelled." } },
  errors: [404, 412],
});
