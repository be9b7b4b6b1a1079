import type { z } from "zod";

import type { FieldError } from "~/domain/errors";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** A JSON Pointer (RFC 6901) to a path inside a body; the empty one is the body itself. */
export function jsonPointer(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

const queryPointer = (path: Path) => `?${String(path[0] ?? "")}`;

/** What a schema found wrong with a body or a query, one entry a field; unknown fields are each named. */
export function fieldErrors(error: z.ZodError, input: unknown, where: "body" | "query"): FieldError[] {
  const pointer = where === "body" ? jsonPointer : queryPointer;
  return error.issues.flatMap((issue) => errorsOf(issue, input, [], pointer, where));
}

function errorsOf(
  issue: Issue,
  input: unknown,
  base: Path,
  pointer: (path: Path) => string,
  where: string,
): FieldError[] {
  // Inside a parameter there is no place: an item of a comma separated list belongs to the list.
  const path = where === "query" ? issue.path.slice(0, 1) : [...base, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    const what = where === "query" ? "is not a query parameter of this endpoint" : "is not a field of this object";
    return issue.keys.map((key) => ({ pointer: pointer([...path, key]), detail: what, code: "unknown_field" }));
  }
  if (issue.code === "invalid_union") {
    const nearest = nearestBranch(issue.errors);
    if (nearest) return nearest.flatMap((inner) => errorsOf(inner, input, path, pointer, where));
  }
  if (issue.code === "invalid_key") {
    const [reason] = issue.issues;
    return [{ pointer: pointer(path), detail: reason?.message ?? issue.message, code: "invalid_key" }];
  }
  if (valueAt(input, path) === undefined && issue.code !== "custom") {
    return [{ pointer: pointer(path), detail: "is required", code: "required" }];
  }
  return [{ pointer: pointer(path), detail: issue.message, code: slugOf(issue), ...positionOf(issue) }];
}

/** Of a union's branches the only one whose kind of value was right, if there is exactly one. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = branches.filter(
    (issues) => !issues.some((issue) => issue.code === "invalid_type" && issue.path.length === 0),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

function slugOf(issue: Issue): string {
  if (issue.code !== "custom") return issue.code;
  const slug: unknown = issue.params?.code;
  return typeof slug === "string" ? slug : "invalid_value";
}

function positionOf(issue: Issue): Pick<FieldError, "position"> {
  const position: unknown = issue.code === "custom" ? issue.params?.position : undefined;
  if (typeof position !== "object" || position === null) return {};
  const { start, end } = position as Record<string, unknown>;
  return typeof start === "number" && typeof end === "number" ? { position: { start, end } } : {};
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}
