import type { SubmissionResult } from "@conform-to/react";

/** What became of what a list's page was asked for. */
export interface ListAnswer {
  /** Tells one answer from the next; milliseconds. */
  at: number;
  /** What was done, in words. */
  done: string | null;
  /** Why the list as a whole could not be changed. */
  refused: string | null;
  /** What is wrong with its name or description. */
  form: SubmissionResult<string[]> | null;
  /** What is wrong with addresses. */
  addresses: SubmissionResult<string[]> | null;
}
