import type { z } from "zod";

import { permissionOf } from "~/domain/access/permission-of";
import { type EndpointSpec, type TextReader, takesIdempotencyKey } from "../api/endpoint";
import { Problem } from "../api/problem-schema";
import { PROBLEM_TITLES } from "../api/problem-titles";
import { linksOf } from "./links";
import { listExample } from "./list-example";
import { operationId } from "./operation-id";
import { hasEtag, isChange } from "./operation-traits";
import { parametersOf } from "./parameters";
import { problemExamplesOf } from "./problem-examples";
import type { JsonSchema, SchemaCollector } from "./schema-collector";

/** A form whose structure JSON Schema can't tell. */
const TEXT = { schema: { type: "string" }, example: "…" };

const header = (name: string) => ({ $ref: `#/components/headers/${name}` });

/** One endpoint as an OpenAPI operation; `all` are what lists find an example of their items in. */
export function operationOf(
  endpoint: EndpointSpec,
  schemas: SchemaCollector,
  all: readonly EndpointSpec[],
): JsonSchema {
  const { method, path, summary, description, tag, action, body } = endpoint;
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
    ...(body === undefined ? {} : { requestBody: requestBodyOf(body, endpoint, schemas) }),
    responses: { ...successes(endpoint, schemas, all), ...problems(endpoint, schemas) },
  };
}

function requestBodyOf(body: z.ZodType, { csv, texts = {}, example }: EndpointSpec, schemas: SchemaCollector) {
  const schema = schemas.convert(body, "input");
  const others = Object.entries({ ...(csv === undefined ? {} : { "text/csv": csv }), ...texts });
  return {
    required: !body.safeParse({}).success,
    content: {
      "application/json": { schema, ...(example === undefined ? {} : { example }) },
      ...Object.fromEntries(
        others.filter(([type]) => type !== "application/json").map(([type, other]) => [type, textOf(other, schema)]),
      ),
    },
  };
}

/** YAML says what JSON does, so that its schema and example are those of the data; of other texts only their form is known. */
function textOf(text: { example?: string } | TextReader, schema: JsonSchema): JsonSchema {
  const { example } = text;
  const read = example !== undefined && "read" in text ? text.read(example) : null;
  if (read?.ok === true) return { schema, example: read.value };
  return { schema: { type: "string" }, ...(example === undefined ? {} : { example }) };
}

function successes(endpoint: EndpointSpec, schemas: SchemaCollector, all: readonly EndpointSpec[]): JsonSchema {
  const fallback = listExample(endpoint, all);
  const answers = Object.entries(endpoint.responses).map(([status, spec]) => {
    const headers = {
      "X-Request-Id": header("XRequestId"),
      RateLimit: header("RateLimit"),
      "RateLimit-Policy": header("RateLimitPolicy"),
      ...(hasEtag(endpoint) && spec.schema !== undefined ? { ETag: header("ETag") } : {}),
      ...(endpoint.list === true ? { Link: header("Link") } : {}),
      ...(status === "201" || status === "202" ? { Location: header("Location") } : {}),
      ...(takesIdempotencyKey(endpoint) ? { "Idempotency-Replayed": header("IdempotencyReplayed") } : {}),
    };
    const { description, schema, contentType = "application/json", example = fallback } = spec;
    const shown = schema === undefined ? { type: "string" } : schemas.convert(schema, "output");
    const isEmpty = schema === undefined && spec.contentType === undefined;
    const content = {
      [contentType]: { schema: shown, ...(example === undefined ? {} : { example }) },
      ...Object.fromEntries((spec.alsoTypes ?? []).map((type) => [type, TEXT])),
    };
    const links = linksOf(endpoint, Number(status), resolved(shown, schemas), all);
    return [
      status,
      {
        description,
        headers,
        ...(isEmpty ? {} : { content }),
        ...(Object.keys(links).length === 0 ? {} : { links }),
      },
    ];
  });
  const unchanged =
    hasEtag(endpoint) && endpoint.method === "GET" ? { 304: { description: "Unchanged since `If-None-Match`." } } : {};
  return { ...Object.fromEntries(answers), ...unchanged };
}

const resolved = (schema: JsonSchema, { components }: SchemaCollector): JsonSchema =>
  typeof schema.$ref === "string" ? (components[schema.$ref.replace("#/components/schemas/", "")] ?? {}) : schema;

/** Every error status that the builder or the endpoint itself can answer. */
function problems(endpoint: EndpointSpec, schemas: SchemaCollector): JsonSchema {
  const { method, action, params, errors = [] } = endpoint;
  const { role } = permissionOf(action);
  const sends = method === "POST" || method === "PATCH" || method === "PUT";
  const statuses = new Set<number>([
    ...[400, 406, 414, 429, 500, 503],
    // 403 for every role: one may be asked to set up a second factor first.
    ...(role === "anyone" ? [] : [401, 403]),
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
        headers: {
          "X-Request-Id": header("XRequestId"),
          ...(status === 401 ? { "WWW-Authenticate": header("WWWAuthenticate") } : {}),
          ...(status === 429 || status === 503 ? { "Retry-After": header("RetryAfter") } : {}),
        },
        content: { "application/problem+json": { schema, examples: problemExamplesOf(endpoint, status) } },
      },
    ]),
  );
}
