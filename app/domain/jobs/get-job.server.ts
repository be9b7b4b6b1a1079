import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { Job } from "./job";
import { type JobRow, presentJob } from "./present-job";

/** Without what only the worker needs, which may be large: a job that runs is asked for every second. */
const SELECT = `
  SELECT id, state, input - 'rule' AS input, progress - 'resume' AS progress, result, error,
    created_at AS "createdAt", started_at AS "startedAt", finished_at AS "finishedAt"
  FROM jobs WHERE id = $1::uuid`;

/**
 * A job with what it has done so far.
 *
 * @throws AppError `not_found`.
 */
export async function getJob(ctx: Pick<Context, "sql">, { id }: { id: string }): Promise<Job> {
  const { rows } = await ctx.sql.query<JobRow>(SELECT, [id]);
  const [row] = rows;
  if (row === undefined) throw new AppError("not_found", "There is no job with this id.");
  return presentJob(row);
}
