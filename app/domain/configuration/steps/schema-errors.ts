import type { z } from "zod";

import type { FieldError } from "~/domain/errors";

/** What a schema found wrong with a part of the file, with pointers into the file. */
export function schemaErrors(error: z.ZodError, input: unknown, pointer: string): FieldError[] {
  return error.issues.flatMap((issue): FieldError[] => {
    if (issue.code === "unrecognized_keys") {
      const detail = "is not a field of this object";
      return issue.keys.map((key) => ({
        pointer: pointer + jsonPointer([...issue.path, key]),
        detail,
        code: "unknown_field",
      }));
    }
    const isMissing = issue.code === "invalid_type" && at(input, issue.path) === undefined;
    const detail = isMissing ? "is required" : issue.message;
    return [{ pointer: pointer + jsonPointer(issue.path), detail, code: isMissing ? "required" : "invalid_value" }];
  });
}

function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function at(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    input,
  );
}
