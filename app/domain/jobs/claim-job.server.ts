import type { Context } from "~/platform/context.server";

/** A job of which nothing was heard for so long lost its worker. */
const DEAD_AFTER_MS = 10_000;

/** The oldest first; `SKIP LOCKED`, so that workers that look at the same moment take different ones. */
const CLAIM = `
  UPDATE jobs SET
    state = 'running',
    started_at = coalesce(started_at, now()),
    alive_at = now(),
    progress = progress || jsonb_build_object(
      'claim', $1::text,
      'restarts', coalesce((progress->>'restarts')::int, 0) + CASE WHEN started_at IS NULL THEN 0 ELSE 1 END)
  WHERE id = (
    SELECT id FROM jobs
    WHERE kind = $2
      AND (state = 'queued' OR (state = 'running' AND alive_at < now() - make_interval(secs => $3)))
      AND input->>'networkId' = ANY ($4::text[])
    ORDER BY created_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED
  )
  RETURNING id, input, progress, result`;

/** A job that is this worker's now. */
export interface ClaimedJob {
  id: string;
  /** To be shown with every write: see `saveJob`. */
  claim: string;
  input: unknown;
  progress: unknown;
  /** What an earlier worker had found. */
  result: unknown;
}

/** Takes the oldest waiting job of these networks, or one whose worker has died; null when there is none. */
export async function claimJob(
  ctx: Pick<Context, "sql" | "newId">,
  { kind, networkIds }: { kind: "backtest"; networkIds: readonly string[] },
): Promise<ClaimedJob | null> {
  const claim = ctx.newId();
  const { rows } = await ctx.sql.query<Omit<ClaimedJob, "claim">>(CLAIM, [
    claim,
    kind,
    DEAD_AFTER_MS / 1_000,
    networkIds,
  ]);
  const [row] = rows;
  return row === undefined ? null : { ...row, claim };
}
