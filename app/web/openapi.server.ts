import { version } from "../../package.json";
import type { EndpointSpec } from "./api/endpoint";
import { nameComponents } from "./openapi/name-components";
import { operationOf } from "./openapi/operation";
import { problemExamples } from "./openapi/problem-examples";
import { createSchemaCollector, type JsonSchema } from "./openapi/schema-collector";
import { HEADERS, PARAMETERS } from "./openapi/shared-components";
import { TAGS } from "./openapi/tags";

/** Whatever lies in `endpoints/` is documented: a new file needs no mention here. */
const modules = import.meta.glob<Record<string, unknown>>("./endpoints/*.ts", { eager: true });

const DESCRIPTION = `Everything Sentinel's own interface can do.

Ids are UUIDs, times are RFC 3339 in UTC with milliseconds. Integers that may pass 2^53 (wei, token amounts) are decimal
strings. Addresses are answered with their EIP-55 checksum and accepted in any case. Errors are
\`application/problem+json\` (RFC 9457). Lists are newest first; follow \`Link: rel="next"\` or \`meta.nextCursor\`.`;

const documents = new Map<string, JsonSchema>();

/** Every declared endpoint, ordered by path. */
export function listEndpoints(): EndpointSpec[] {
  return Object.values(modules)
    .flatMap((module) => Object.values(module))
    .filter(isEndpoint)
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** The methods of each path, found by a pattern. Made when first needed: the endpoints don't change. */
let routed: { pattern: RegExp; methods: string[] }[] | undefined;

/**
 * What `Allow` says for a path as called (RFC 9110, 10.2.1); null when the API has no such path. Exactly as written: a
 * path in other case or with a slash at its end would slip by whatever a proxy says about the real one.
 */
export function allowedMethods(pathname: string): string | null {
  routed ??= routes();
  const methods = routed.filter(({ pattern }) => pattern.test(pathname)).flatMap((route) => route.methods);
  if (methods.length === 0) return null;
  return [...new Set([...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"])].join(", ");
}

function routes() {
  const paths = new Map<string, string[]>();
  for (const { path, method } of listEndpoints()) paths.set(path, [...(paths.get(path) ?? []), method]);
  return [...paths].map(([path, methods]) => ({
    pattern: new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}$`),
    methods,
  }));
}

function isEndpoint(value: unknown): value is EndpointSpec {
  return typeof value === "object" && value !== null && "method" in value && "path" in value && "responses" in value;
}

/** The API as an OpenAPI 3.1 document, generated from what the builder enforces. Made once for each public URL. */
export function openApiDocument(publicUrl: string): JsonSchema {
  const made = documents.get(publicUrl) ?? build(publicUrl);
  documents.set(publicUrl, made);
  return made;
}

function build(publicUrl: string): JsonSchema {
  nameComponents();
  const schemas = createSchemaCollector();
  const paths: Record<string, JsonSchema> = {};
  const endpoints = listEndpoints();
  for (const endpoint of endpoints) {
    const operation = operationOf(endpoint, schemas, endpoints);
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Sentinel API",
      version,
      description: DESCRIPTION,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: publicUrl }],
    tags: tagsOf(endpoints),
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas: schemas.components,
      headers: HEADERS,
      parameters: PARAMETERS,
      examples: problemExamples(publicUrl, examplesIn(paths)),
      securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
    },
  };
}

/** The examples that operations refer to. */
function examplesIn(paths: Record<string, JsonSchema>): Set<string> {
  const references = JSON.stringify(paths).matchAll(/"#\/components\/examples\/(\w+)"/g);
  return new Set([...references].map(([, name]) => name ?? ""));
}

/** In the order of the table of tags; one that it lacks comes last, without a description. */
function tagsOf(endpoints: readonly EndpointSpec[]): JsonSchema[] {
  const used = new Set(endpoints.map(({ tag }) => tag));
  const known = Object.keys(TAGS).filter((name) => used.has(name));
  return [...new Set([...known, ...used])].map((name) => ({
    name,
    ...(TAGS[name] === undefined ? {} : { description: TAGS[name] }),
  }));
}
