import type { z } from "zod";

import { AppError } from "~/domain/errors";

/**
 * An input that a form has put together, checked by the domain's own schema as the API checks its bodies.
 *
 * @throws AppError `invalid_input` with a pointer for every issue.
 */
export function checkedBy<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AppError("invalid_input", "The form is not valid.", {
    errors: parsed.error.issues.map((issue) => ({
      pointer: `/${issue.path.map(String).join("/")}`,
      detail: detailOf(issue),
      code: issue.code,
    })),
  });
}

/** Of a name that may not stand in a record, zod keeps the reason inside. */
function detailOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_key") return issue.message;
  return `“${String(issue.path.at(-1))}” ${issue.issues[0]?.message ?? "is not allowed"}`;
}
