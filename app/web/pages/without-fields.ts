import type { SubmissionResult } from "@conform-to/react";

/** The answer to a form without what was typed into these fields: a password goes one way only. */
export function withoutFields(
  result: SubmissionResult<string[]>,
  names: readonly string[],
): SubmissionResult<string[]> {
  const { initialValue } = result;
  if (!initialValue) return result;
  return {
    ...result,
    initialValue: Object.fromEntries(Object.entries(initialValue).filter(([n]) => !names.includes(n))),
  };
}
