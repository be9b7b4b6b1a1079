import { PROBLEM_TITLES } from "../api/problem-titles";
import { PROBLEM_CODES } from "./problem-codes";
import type { JsonSchema } from "./schema-collector";

const ERRORS = [{ pointer: "/name", detail: "is required", code: "required" }];

/** The problems that operations refer to as examples: of each status the most ordinary, by its code. */
export function problemExamples(publicUrl: string): Record<string, JsonSchema> {
  const ordinary = PROBLEM_CODES.filter(
    // A method that a path does not have is no operation.
    ({ code, status }) => status !== 405 && problemExampleOf(status) === code,
  );
  return Object.fromEntries(
    ordinary.map(({ code, status, meaning }) => [
      code,
      {
        summary: meaning,
        value: {
          type: `${publicUrl}/docs/api#problem-${code}`,
          title: PROBLEM_TITLES[status] ?? "Error",
          status,
          detail: code === "invalid_input" ? "/name: is required" : meaning.replaceAll("`", ""),
          instance: "urn:uuid:0199a3c4-5b6e-7f00-8a1b-2c3d4e5f6071",
          code,
          ...(code === "invalid_input" ? { errors: ERRORS } : {}),
        },
      },
    ]),
  );
}

/** Which example stands for a status: the code that is listed first. */
export function problemExampleOf(status: number): string | undefined {
  return PROBLEM_CODES.find((problem) => problem.status === status)?.code;
}
