import type { FieldError } from "~/domain/errors";

interface LaterFields {
  stage?: string | undefined;
  event?: unknown;
  condition?: unknown;
  threshold?: unknown;
}

/**
 * What the contract knows and this version does not evaluate yet. Refused rather than stored: a rule that looks live
 * and never matches is the worst outcome.
 */
export function unavailableErrors(input: LaterFields): FieldError[] {
  const errors: FieldError[] = [];
  const add = (field: string, what: string) =>
    errors.push({
      pointer: `/${field}`,
      detail: `${what} not available yet: this version evaluates only the function signatures of pending transactions`,
      code: "not_available",
    });
  if (input.stage === "confirmed") add("stage", "the stage “confirmed” is");
  for (const [field, what] of [
    ["event", "events are"],
    ["condition", "conditions are"],
    ["threshold", "thresholds are"],
  ] as const) {
    if (input[field] !== undefined && input[field] !== null) add(field, what);
  }
  return errors;
}
