import type { z } from "zod";

import { type EndpointSpec, takesIdempotencyKey } from "../api/endpoint";
import { exampleValue } from "./example-value";
import { hasEtag, isChange } from "./operation-traits";
import type { JsonSchema, SchemaCollector } from "./schema-collector";

const shared = (name: string) => ({ $ref: `#/components/parameters/${name}` });

/** The parameters of an operation: of its path, its query, and the headers that the builder reads. */
export function parametersOf(endpoint: EndpointSpec, schemas: SchemaCollector): JsonSchema[] {
  const { method, params, query } = endpoint;
  return [
    ...(params === undefined ? [] : fieldsOf(params, "path", schemas)),
    ...(query === undefined ? [] : fieldsOf(query, "query", schemas)),
    ...(takesIdempotencyKey(endpoint) ? [shared("IdempotencyKey")] : []),
    ...(hasEtag(endpoint) && method === "GET" ? [shared("IfNoneMatch")] : []),
    ...(isChange(endpoint) ? [shared("IfMatch")] : []),
  ];
}

function fieldsOf(object: z.ZodObject, where: "path" | "query", schemas: SchemaCollector): JsonSchema[] {
  const json = schemas.convert(object, where === "path" ? "output" : "input");
  const required = (json.required ?? []) as string[];
  return Object.entries((json.properties ?? {}) as Record<string, JsonSchema>).map(([name, property]) => {
    const { description, ...converted } = property;
    const preset: unknown = where === "query" ? presetOf(object, name) : undefined;
    const { schema, ...style } = asParameter(converted);
    return {
      name,
      in: where,
      required: where === "path" || (required.includes(name) && preset === undefined),
      ...(description === undefined ? {} : { description }),
      ...style,
      schema: preset === undefined ? schema : { ...schema, default: preset },
      example: exampleValue(schema, name, schemas.components),
    };
  });
}

/** What stands in for a parameter that is not given. */
function presetOf(object: z.ZodObject, name: string): unknown {
  const parsed = (object.shape[name] as z.ZodType | undefined)?.safeParse(undefined);
  return parsed?.success === true ? parsed.data : undefined;
}

/** As generated clients should see it: a yes or no is a boolean, and a comma separated list an array. */
function asParameter(schema: JsonSchema): { schema: JsonSchema; style?: string; explode?: boolean } {
  if (Array.isArray(schema.enum) && schema.enum.join() === "true,false") return { schema: { type: "boolean" } };
  const items = schema["x-items"] as JsonSchema | undefined;
  if (items === undefined) return { schema };
  const array = { type: "array", items, minItems: 1, maxItems: schema["x-max-items"] };
  return { schema: array, style: "form", explode: false };
}
