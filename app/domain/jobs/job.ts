import { z } from "zod";

import { BacktestInput, BacktestProgress, BacktestResult } from "~/domain/backtests/backtest";
import { Id, Timestamp } from "~/domain/shared-schemas";

/** `queued`: no worker has taken it yet. The last three are final. */
export const JobState = z.enum(["queued", "running", "done", "failed", "cancelled"]);
export type JobState = z.infer<typeof JobState>;

/** Work that takes longer than a request, as the API shows it. */
export const Job = z.object({
  id: Id,
  kind: z.literal("backtest"),
  state: JobState,
  input: BacktestInput,
  progress: BacktestProgress,
  /** Grows while it runs; null before it has begun. */
  result: BacktestResult.nullable(),
  /** Why it failed, in a sentence. */
  error: z.string().nullable(),
  createdAt: Timestamp,
  startedAt: Timestamp.nullable(),
  finishedAt: Timestamp.nullable(),
});
export type Job = z.infer<typeof Job>;
