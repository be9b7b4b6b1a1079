import { BacktestInput, BacktestProgress, BacktestResult } from "~/domain/backtests/backtest";
import { type Job, JobState } from "./job";

/** The part of a job's row that is shown. */
export interface JobRow {
  id: string;
  state: string;
  input: unknown;
  progress: unknown;
  result: unknown;
  error: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** A job as the API shows it: without what only the worker needs. */
export function presentJob(row: JobRow): Job {
  return {
    id: row.id,
    kind: "backtest",
    state: JobState.parse(row.state),
    input: BacktestInput.parse(row.input),
    progress: BacktestProgress.parse(row.progress),
    result: row.result === null ? null : BacktestResult.parse(row.result),
    error: row.error,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
