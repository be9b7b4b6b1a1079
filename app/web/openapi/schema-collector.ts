import { z } from "zod";

/** A JSON Schema (draft 2020-12, the dialect of OpenAPI 3.1). */
export type JsonSchema = Record<string, unknown>;

/** Turns zod schemas into JSON Schema; the named ones become components that the others refer to. */
export interface SchemaCollector {
  components: Record<string, JsonSchema>;
  /** `input`: what a client may send; `output`: what it gets. */
  convert(schema: z.ZodType, io: "input" | "output"): JsonSchema;
}

/** A collector with no components yet. */
export function createSchemaCollector(): SchemaCollector {
  const components: Record<string, JsonSchema> = {};

  /** What a client may send can differ from what it gets (defaults): then it is a component of its own. */
  const nameFor = (name: string, schema: JsonSchema): string => {
    const taken = components[name];
    return taken === undefined || JSON.stringify(taken) === JSON.stringify(schema) ? name : `${name}Input`;
  };

  return {
    components,
    convert(schema, io) {
      const json = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as JsonSchema;
      const { $schema: _dialect, $defs, ...root } = json;
      const definitions = Object.entries(($defs ?? {}) as Record<string, JsonSchema>);
      const renamed = new Map<string, string>();
      const tidy = (value: unknown) => tidied(value, io, renamed) as JsonSchema;
      for (const [name, definition] of definitions) renamed.set(name, nameFor(name, tidy(definition)));
      for (const [name, definition] of definitions) components[renamed.get(name) ?? name] = tidy(definition);
      return tidy(root);
    },
  };
}

/**
 * Points references at the components, and leaves out zod's own `id`, the bounds that only say "a safe integer", and,
 * for answers, the promise that no field will ever be added.
 */
function tidied(value: unknown, io: "input" | "output", names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => tidied(item, io, names));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    if (key === "id" && typeof inner === "string") return [];
    if ((key === "minimum" || key === "maximum") && Math.abs(Number(inner)) === Number.MAX_SAFE_INTEGER) return [];
    // The format says it all, in a word instead of a page.
    if (key === "pattern" && "format" in value && /^(uuid|date-time)$/.test(String(value.format))) return [];
    if (key === "additionalProperties" && inner === false && io === "output") return [];
    if (key === "$ref" && typeof inner === "string") {
      const name = inner.replace("#/$defs/", "");
      return [[key, `#/components/schemas/${names.get(name) ?? name}`]];
    }
    return [[key, tidied(inner, io, names)]];
  });
  return Object.fromEntries(entries);
}
