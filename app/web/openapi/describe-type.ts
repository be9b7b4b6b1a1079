import type { JsonSchema } from "./schema-collector";

/** A schema's type in a few words: `string`, `uuid`, `Rule[]`, `"a" | "b"`, `Severity or null`. */
export function describeType(schema: JsonSchema): string {
  if (typeof schema.$ref === "string") return schema.$ref.replace("#/components/schemas/", "");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const branches = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(branches)) return [...new Set(branches.map(describeType))].join(" or ");
  if (Array.isArray(schema.type)) return schema.type.join(" or ");
  if (schema.type === "array") {
    const item = describeType((schema.items ?? {}) as JsonSchema);
    return /[ |]/.test(item) ? `(${item})[]` : `${item}[]`;
  }
  if (typeof schema.format === "string") return schema.format;
  return typeof schema.type === "string" ? schema.type : "any";
}
