import type { EndpointSpec } from "../api/endpoint";
import { operationId } from "./operation-id";
import type { JsonSchema } from "./schema-collector";

/**
 * What can be called next with the id that an answer gives (OpenAPI 3.1, "Link Object"): whatever a creation has made or
 * a list has shown can be read, changed, removed; a job that was started can be followed.
 */
export function linksOf(
  { method, path, list, responses }: EndpointSpec,
  status: number,
  schema: JsonSchema,
  all: readonly EndpointSpec[],
): Record<string, JsonSchema> {
  const properties = (schema.properties ?? {}) as Record<string, JsonSchema>;
  const isCreation = method === "POST" && status === 201 && "id" in properties;
  const isJob = method === "POST" && status === 202 && responses[202]?.schema !== undefined && "id" in properties;
  const isList = method === "GET" && list === true;
  if (!isCreation && !isJob && !isList) return {};
  const base = isJob ? "/v1/jobs" : path;
  const id = isList ? "$response.body#/data/0/id" : "$response.body#/id";
  const next = all.filter((other) => other.path === `${base}/{id}` || other.path.startsWith(`${base}/{id}/`));
  return Object.fromEntries(
    next
      .filter((other) => (other.path.match(/\{/g) ?? []).length === 1)
      .map((other) => {
        const name = operationId(other.method, other.path);
        return [name, { operationId: name, parameters: { id }, description: `${other.summary}.` }];
      }),
  );
}
