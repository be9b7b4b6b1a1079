import { storableJson } from "~/domain/storable-json";
import type { Context } from "~/platform/context.server";

const SAVE = `
  UPDATE jobs SET
    alive_at = now(),
    progress = progress || $3::jsonb,
    result = coalesce($4::jsonb, result),
    state = $5,
    error = $6,
    finished_at = CASE WHEN $5 IN ('done', 'failed') THEN now() END
  WHERE id = $1 AND state = 'running' AND progress->>'claim' = $2`;

/** What a worker writes of its job. */
export interface JobUpdate {
  id: string;
  claim: string;
  progress: object;
  /** Null leaves what is there. */
  result: object | null;
  /** `queued` gives it back: this worker stops, another is to go on. */
  state: "running" | "queued" | "done" | "failed";
  error?: string | null;
}

const json = (value: object | null) => (value === null ? null : storableJson(value));

/**
 * Writes how far a job is; also the sign of life without which another worker takes it up.
 *
 * @returns false when it is not this worker's any more: it was cancelled, or taken up by another.
 */
export async function saveJob(
  ctx: Pick<Context, "sql">,
  { id, claim, progress, result, state, error = null }: JobUpdate,
): Promise<boolean> {
  const { rowCount } = await ctx.sql.query(SAVE, [id, claim, json(progress), json(result), state, error]);
  return rowCount === 1;
}
