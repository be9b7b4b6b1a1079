import type { SubmissionResult } from "@conform-to/react";
import type { z } from "zod";

import type { ErrorPlace } from "~/components/rules/placed-error";
import { AppError } from "~/domain/errors";
import type { Rule } from "~/domain/rules/rule";
import { ruleFieldOf } from "./rule-form-schema";
import { submitForm } from "./submit-form.server";

/** What the rule's form is answered when it was refused: what is wrong, and where inside its texts. */
export interface RefusedRule {
  lastResult: SubmissionResult<string[]>;
  places: ErrorPlace[];
}

interface Options<Schema extends z.ZodType> {
  formData: FormData;
  schema: Schema;
  operate: (input: z.output<Schema>) => Promise<Rule>;
}

/** As `submitForm`, keeping the places of errors inside a signature, event or condition. */
export async function submitRule<Schema extends z.ZodType>({
  formData,
  schema,
  operate,
}: Options<Schema>): Promise<{ done: true; value: Rule } | ({ done: false } & RefusedRule)> {
  let places: ErrorPlace[] = [];
  const outcome = await submitForm({
    formData,
    schema,
    fieldOf: ruleFieldOf,
    operate: (input) =>
      operate(input).catch((error: unknown) => {
        if (error instanceof AppError) {
          places = error.errors.flatMap(({ pointer, position }) => (position ? [{ pointer, position }] : []));
        }
        throw error;
      }),
  });
  return outcome.done ? outcome : { ...outcome, places };
}
