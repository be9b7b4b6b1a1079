import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import type { z } from "zod";

import { AppError } from "~/domain/errors";
import { isStorableText } from "~/domain/is-storable-text";
import { isDatabaseAway } from "~/web/api/is-database-away";

/** What became of a submitted form: done, or what to tell on it. */
export type FormOutcome<T> = { done: true; value: T } | { done: false; lastResult: SubmissionResult<string[]> };

interface Options<Schema extends z.ZodType, T> {
  formData: FormData;
  schema: Schema;
  operate: (input: z.output<Schema>) => Promise<T>;
  /** The form's field for an operation's pointer; undefined puts the message above the form. */
  fieldOf?: (pointer: string) => string | undefined;
}

/** Of `/channels/0` the field is `channels`. */
const firstPart = (pointer: string) => pointer.split("/")[1];

/** Checks a form against its schema, runs the operation, and puts what either refused beside the fields it is about. */
export async function submitForm<Schema extends z.ZodType, T>({
  formData,
  schema,
  operate,
  fieldOf = firstPart,
}: Options<Schema, T>): Promise<FormOutcome<T>> {
  formData.delete("intent");
  const submission = parseWithZod(formData, { schema, error: said });
  const unstorable = [...formData].filter(([, value]) => typeof value === "string" && !isStorableText(value));
  if (unstorable.length > 0) {
    const fieldErrors = Object.fromEntries(unstorable.map(([name]) => [name, ["must not have a NUL character"]]));
    return { done: false, lastResult: submission.reply({ fieldErrors }) };
  }
  if (submission.status !== "success") return { done: false, lastResult: submission.reply() };
  try {
    return { done: true, value: await operate(submission.value) };
  } catch (error) {
    if (isDatabaseAway(error)) {
      const formErrors = ["The database can't be reached right now; nothing was saved. Try again in a moment."];
      return { done: false, lastResult: submission.reply({ formErrors }) };
    }
    if (!(error instanceof AppError)) throw error;
    return { done: false, lastResult: submission.reply(errorsOf(error, fieldOf)) };
  }
}

/** An empty field reaches the schema as a missing one. */
function said(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "invalid_type" && issue.input === undefined) return "must not be empty";
  if (issue.code === "invalid_value" && issue.input === undefined) return "Choose one.";
  return undefined;
}

function errorsOf(error: AppError, fieldOf: (pointer: string) => string | undefined) {
  const fieldErrors: Record<string, string[]> = {};
  const formErrors: string[] = [];
  for (const { pointer, detail } of error.errors) {
    const field = fieldOf(pointer);
    if (field === undefined) formErrors.push(detail);
    else fieldErrors[field] = [...(fieldErrors[field] ?? []), detail];
  }
  if (error.errors.length === 0) formErrors.push(error.message);
  return { fieldErrors, formErrors };
}
