import type { FieldRow } from "~/components/reference/reference";
import { describeType } from "./describe-type";
import type { JsonSchema } from "./schema-collector";

/** Objects inside objects are shown so deep; below it the type says "object". */
const MAX_DEPTH = 4;

/** The fields of an object, with those of objects inside that have no name of their own. */
export function fieldsOf(schema: JsonSchema, depth = 0): FieldRow[] {
  const required = (schema.required ?? []) as string[];
  return Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).map(([name, field]) => ({
    name,
    type: describeType(field),
    required: required.includes(name) && field.default === undefined,
    note: noteOf(field),
    fields: depth < MAX_DEPTH ? fieldsOf(objectIn(field), depth + 1) : [],
  }));
}

/** The object that a field is, lists, or may be beside null. */
function objectIn(field: JsonSchema): JsonSchema {
  if (field.type === "array") return objectIn((field.items ?? {}) as JsonSchema);
  const branches = (field.anyOf ?? field.oneOf ?? []) as JsonSchema[];
  const objects = branches.filter((branch) => branch.properties !== undefined);
  return objects.length === 1 ? (objects[0] ?? {}) : field;
}

/** Description, default and bounds in a line. */
export function noteOf({ description, default: preset, minimum, maximum, maxLength }: JsonSchema): string {
  return [
    description,
    preset === undefined ? undefined : `Default ${JSON.stringify(preset)}.`,
    minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}.` : undefined,
    maxLength === undefined ? undefined : `At most ${maxLength} characters.`,
  ]
    .filter((part) => part !== undefined)
    .join(" ");
}
