import { permissionOf } from "~/domain/access/permission-of";
import { type EndpointSpec, takesIdempotencyKey } from "../api/endpoint";
import { Problem } from "../api/problem-schema";
import { PROBLEM_TITLES } from "../api/problem-titles";
import { listExample } from "./list-example";
import { problemExampleOf } from "./problem-examples";
import type { JsonSchema, SchemaCollector } from "./schema-collector";

const header = (name: string) => ({ $ref: `#/components/headers/${name}` });
const parameter = (name: string) => ({ $ref: `#/components/parameters/${name}` });

/** One endpoint as an OpenAPI operation; `all` are what lists find an example of their items in. */
export function operationOf(
  endpoint: EndpointSpec,
  schemas: SchemaCollector,
  all: readonly EndpointSpec[],
): JsonSchema {
  const { method, path, summary, description, tag, action, body, csv, example } = endpoint;
  const { role, inPerson } = permissionOf(action);
  return {
    operationId: operationId(method, path),
    summary,
    description: [
      description,
      role === "anyone" ? undefined : `Needs the role \`${role}\`${inPerson ? ", and is not for API keys" : ""}.`,
    ]
      .filter(Boolean)
      .join("\n\n"),
    tags: [tag],
    ...(role === "anyone" ? { security: [] } : {}),
    parameters: parametersOf(endpoint, schemas),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: !body.safeParse({}).success,
            content: {
              "application/json": {
                schema: schemas.convert(body, "input"),
                ...(example === undefined ? {} : { example }),
              },
              ...(csv === undefined ? {} : { "text/csv": { schema: { type: "string" }, example: csv.example } }),
            },
          },
        }),
    responses: { ...successes(endpoint, schemas, listExample(endpoint, all)), ...problems(endpoint, schemas) },
  };
}

/** `GET /v1/watchlists/{id}` is `getWatchlistsById`. */
function operationId(method: string, path: string): string {
  const words = path
    .replace("/v1/", "")
    .replace(/\{(\w+)\}/g, "by-$1")
    .split(/[^A-Za-z0-9]+/);
  return [method.toLowerCase(), ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join("");
}

function parametersOf(endpoint: EndpointSpec, schemas: SchemaCollector): JsonSchema[] {
  const { method, params, query } = endpoint;
  return [
    ...(params === undefined ? [] : fieldsOf(schemas.convert(params, "output"), "path")),
    ...(query === undefined ? [] : fieldsOf(schemas.convert(query, "input"), "query")),
    ...(takesIdempotencyKey(endpoint) ? [parameter("IdempotencyKey")] : []),
    ...(hasEtag(endpoint) && method === "GET" ? [parameter("IfNoneMatch")] : []),
    ...(isChange(endpoint) ? [parameter("IfMatch")] : []),
  ];
}

function fieldsOf(object: JsonSchema, where: "path" | "query"): JsonSchema[] {
  const required = (object.required ?? []) as string[];
  return Object.entries((object.properties ?? {}) as Record<string, JsonSchema>).map(([name, schema]) => {
    const { description, ...rest } = schema;
    const isRequired = where === "path" || (required.includes(name) && schema.default === undefined);
    return {
      name,
      in: where,
      required: isRequired,
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

const isChange = ({ method, params }: EndpointSpec) =>
  (method === "PATCH" || method === "DELETE") && params !== undefined;
const hasEtag = ({ method, list, etag, responses }: EndpointSpec) =>
  list !== true && etag !== false && (method === "GET" || method === "PATCH" || 201 in responses);

function successes(endpoint: EndpointSpec, schemas: SchemaCollector, fallback: unknown): JsonSchema {
  const answers = Object.entries(endpoint.responses).map(([status, spec]) => {
    const headers = {
      "X-Request-Id": header("XRequestId"),
      RateLimit: header("RateLimit"),
      "RateLimit-Policy": header("RateLimitPolicy"),
      ...(hasEtag(endpoint) && spec.schema !== undefined ? { ETag: header("ETag") } : {}),
      ...(endpoint.list === true ? { Link: header("Link") } : {}),
      ...(status === "201" || status === "202" ? { Location: header("Location") } : {}),
    };
    const { description, schema, contentType = "application/json", example = fallback } = spec;
    const shown = schema === undefined ? { type: "string" } : schemas.convert(schema, "output");
    const isEmpty = schema === undefined && spec.contentType === undefined;
    const content = { [contentType]: { schema: shown, ...(example === undefined ? {} : { example }) } };
    return [status, { description, headers, ...(isEmpty ? {} : { content }) }];
  });
  const unchanged =
    hasEtag(endpoint) && endpoint.method === "GET" ? { 304: { description: "Unchanged since `If-None-Match`." } } : {};
  return { ...Object.fromEntries(answers), ...unchanged };
}

/** Every error status that the builder or the endpoint itself can answer. */
function problems(endpoint: EndpointSpec, schemas: SchemaCollector): JsonSchema {
  const { method, action, params, errors = [] } = endpoint;
  const { role, inPerson } = permissionOf(action);
  const sends = method === "POST" || method === "PATCH" || method === "PUT";
  const statuses = new Set<number>([
    ...[400, 406, 429, 500, 503],
    ...(role === "anyone" ? [] : [401]),
    ...(role === "analyst" || role === "admin" || inPerson ? [403] : []),
    ...(params === undefined ? [] : [404]),
    ...(sends ? [413, 415] : []),
    ...(takesIdempotencyKey(endpoint) ? [409, 422] : []),
    ...(isChange(endpoint) ? [412] : []),
    ...errors,
  ]);
  const schema = schemas.convert(Problem, "output");
  return Object.fromEntries(
    [...statuses].sort().map((status) => [
      status,
      {
        description: PROBLEM_TITLES[status] ?? "Error",
        ...(status === 401 ? { headers: { "WWW-Authenticate": header("WWWAuthenticate") } } : {}),
        ...(status === 429 || status === 503 ? { headers: { "Retry-After": header("RetryAfter") } } : {}),
        content: { "application/problem+json": { schema, ...problemExample(status) } },
      },
    ]),
  );
}

function problemExample(status: number): JsonSchema {
  const code = problemExampleOf(status);
  return code === undefined ? {} : { examples: { [code]: { $ref: `#/components/examples/${code}` } } };
}
