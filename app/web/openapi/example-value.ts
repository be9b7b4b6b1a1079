import { encodeCursor } from "~/domain/pagination";
import type { JsonSchema } from "./schema-collector";

const ID = "0199a3c4-5b6e-7f00-8a1b-2c3d4e5f6071";

/** By a parameter's name, where its schema says too little to make up something that a reader would believe. */
const BY_NAME: Record<string, unknown> = {
  page: 1,
  limit: 50,
  cursor: encodeCursor({ at: new Date("2026-01-15T08:30:00.000Z"), id: ID }),
  q: "treasury",
  network: "mainnet",
  tag: "treasury",
  address: "0x00000000219ab540356cBB839Cbe05303d7705Fa",
  days: 30,
  resourceType: "rule",
  action: "rule.updated",
};

/** What is done for good: whoever copies an example should not have asked for it. */
const NOT_BY_ACCIDENT = new Set(["apply", "prune", "replace"]);

/** A value that a parameter's schema accepts. */
export function exampleValue(schema: JsonSchema, name: string, components: Record<string, JsonSchema>): unknown {
  if (typeof schema.$ref === "string") {
    const component = components[schema.$ref.replace("#/components/schemas/", "")];
    return exampleValue(component ?? {}, name, components);
  }
  if (Array.isArray(schema.examples)) return schema.examples[0];
  if (schema.type === "array") return [exampleValue((schema.items ?? {}) as JsonSchema, "", components)];
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (schema.type === "boolean") return !NOT_BY_ACCIDENT.has(name);
  if (schema.format === "uuid") return ID;
  if (schema.format === "date-time") return "2026-01-15T08:30:00.000Z";
  if (name in BY_NAME) return BY_NAME[name];
  if (schema.type === "integer" || schema.type === "number") return schema.minimum ?? 1;
  return "example";
}
