import { Ajv2020 } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { issueTokens } from "~/domain/tokens/issue-tokens.server";
import type { EndpointSpec } from "~/web/api/endpoint";
import type { JsonSchema } from "~/web/openapi/schema-collector";
import { listEndpoints, openApiDocument } from "~/web/openapi.server";
import { type Answer, type ApiClient, createApiClient } from "../support/api-client";
import { arbitraryOf, brokenOf } from "../support/schema-arbitrary";

/** Each run is the same; another number finds other things. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_124);
/** For all operations together. The deepest parts of the first ones must not take the last ones' time. */
const BUDGET_MS = Number(process.env.FUZZ_SECONDS ?? 50) * 1000;
const RUNS = 40;

interface Operation {
  parameters: { $ref?: string; name: string; in: string; schema: JsonSchema; required: boolean }[];
  requestBody?: { content: Record<string, { schema: JsonSchema; example?: unknown }> };
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema> };
}
interface Case {
  params: Record<string, string>;
  query: Record<string, unknown>;
  body: unknown;
}

/** Those that end the caller's own access come last. */
const ENDS_ACCESS = /^\/v1\/(settings|me|users|sessions)/;
/** Never end by themselves. */
const isStream = ({ responses }: EndpointSpec) =>
  Object.values(responses).some(({ contentType }) => contentType?.startsWith("text/event-stream"));

const endpoints = listEndpoints().filter((endpoint) => !isStream(endpoint));
endpoints.sort((a, b) => Number(ENDS_ACCESS.test(a.path)) - Number(ENDS_ACCESS.test(b.path)));

let api: ApiClient;
let document: Document;
let admin: Awaited<ReturnType<ApiClient["signIn"]>>;
const ajv = new Ajv2020({ strict: false });
/** Ids that were created, by the path of their list. */
const known = new Map<string, string[]>();

beforeAll(async () => {
  api = await createApiClient({ SENTINEL_NETWORKS: "[]" });
  document = openApiDocument(api.ctx.env.PUBLIC_URL) as unknown as Document;
  (addFormats as unknown as typeof addFormats.default)(ajv);
  ajv.addSchema(document, "openapi");
  admin = await api.signIn("admin");
  await api.ctx.db.network.create({ data: { id: api.ctx.newId(), name: "mainnet", chainId: 1n } });
});
afterAll(() => api.close());

/** A sign-in of its own, for each has its own rate limit. */
async function freshToken(): Promise<string> {
  const user = await api.ctx.db.user.findUniqueOrThrow({ where: { id: admin.id } });
  return (await issueTokens(api.ctx, { user, ip: "203.0.113.7", userAgent: null })).accessToken;
}

function urlOf(path: string, { params, query }: Case): string {
  const filled = path.replace(/\{(\w+)\}/g, (_text, name: string) => encodeURIComponent(params[name] ?? ""));
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return search.size === 0 ? filled : `${filled}?${search}`;
}

/** Valid cases: parameters and a body as the document describes them, ids of things that exist among them. */
function validCases({ method, path }: EndpointSpec, operation: Operation): fc.Arbitrary<Case> {
  const { schemas } = document.components;
  const list = path.slice(0, Math.max(0, path.indexOf("/{")));
  const ids = known.get(list) ?? [];
  const given = operation.parameters.filter((parameter) => parameter.$ref === undefined);
  const fieldsIn = (where: string) =>
    Object.fromEntries(
      given
        .filter((parameter) => parameter.in === where)
        .map(({ name, schema }) => [name, arbitraryOf(schema, schemas)]),
    );
  const id = ids.length === 0 ? fc.uuid() : fc.oneof(fc.uuid(), fc.constantFrom(...ids));
  const params = Object.keys(fieldsIn("path")).map((name) => [name, id] as const);
  const schema = operation.requestBody?.content["application/json"]?.schema;
  const example = operation.requestBody?.content["application/json"]?.example;
  const body = schema === undefined ? fc.constant(undefined) : arbitraryOf(schema, schemas);
  return fc.record({
    params: fc.record(Object.fromEntries(params)),
    // Any that is not required may be left away; page and cursor exclude each other.
    query: fc
      .record(fieldsIn("query"), {
        requiredKeys: given.filter((one) => one.in === "query" && one.required).map(({ name }) => name),
      })
      .map(({ page, ...rest }) => ("cursor" in rest || page === undefined ? rest : { ...rest, page })),
    body: example === undefined || method === "GET" ? body : fc.oneof(body, fc.constant(example)),
  }) as fc.Arbitrary<Case>;
}

/** Whether the document takes the body. */
function isValidBody({ method, path }: EndpointSpec, body: unknown): boolean {
  const keys = ["paths", path, method.toLowerCase(), "requestBody", "content", "application/json", "schema"];
  const pointer = keys.map((key) => encodeURIComponent(key.replaceAll("/", "~1"))).join("/");
  const $ref = `openapi#/${pointer}`;
  return (ajv.getSchema($ref) ?? ajv.compile({ $ref }))(body) === true;
}

/** What holds for every answer: documented (the client sees to it), no fault, and an error is a problem. */
function requireSound(endpoint: EndpointSpec, answer: Answer): void {
  expect(answer.status, answer.text).not.toBe(500);
  if (answer.status > 500) expect(endpoint.errors, answer.text).toContain(answer.status);
  if (answer.status >= 400) expect(answer.headers.get("Content-Type")).toMatch(/^application\/problem\+json/);
  if (answer.status === 201 && typeof answer.body?.id === "string") {
    known.set(endpoint.path, [...(known.get(endpoint.path) ?? []), answer.body.id]);
  }
}

/**
 * Tries cases until there were enough, or the time is up; a failure is told with its case. The first
 * is tried in any case.
 */
async function tryCases<T>(cases: fc.Arbitrary<T>, check: (one: T) => Promise<void>): Promise<void> {
  let until = Number.POSITIVE_INFINITY;
  const property = fc.asyncProperty(cases, async (one) => {
    if (performance.now() > until) return;
    until = Math.min(until, performance.now() + budgetMs);
    await check(one);
  });
  await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
}

const budgetMs = BUDGET_MS / endpoints.length / 2;

const named = endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const);

test.each(named)("%s: what the document allows is never a fault", async (_name, endpoint) => {
  const token = await freshToken();
  const operation = document.paths[endpoint.path]?.[endpoint.method.toLowerCase()];
  if (operation === undefined) throw new Error("not in the document");
  await tryCases(validCases(endpoint, operation), async (one) => {
    const options = one.body === undefined ? { token } : { token, body: one.body };
    requireSound(endpoint, await api.call(endpoint.method, urlOf(endpoint.path, one), options));
  });
});

test.each(named)("%s: what the document refuses is refused", async (_name, endpoint) => {
  const token = await freshToken();
  const operation = document.paths[endpoint.path]?.[endpoint.method.toLowerCase()];
  if (operation === undefined) throw new Error("not in the document");
  const broken = validCases(endpoint, operation).chain((one) =>
    fc.oneof(
      fc.constantFrom("unknown", "Limit", "id[]", "$where").map((name) => ({ ...one, query: { [name]: "1" } })),
      ...(endpoint.body === undefined
        ? []
        : [
            brokenOf(one.body)
              .map((body) => ({ ...one, query: {}, body }))
              .filter(({ body }) => !isValidBody(endpoint, body)),
          ]),
    ),
  );
  await tryCases(broken, async (one) => {
    const options = one.body === undefined ? { token } : { token, body: one.body };
    const answer = await api.call(endpoint.method, urlOf(endpoint.path, one), options);
    requireSound(endpoint, answer);
    expect(answer.status, `${JSON.stringify(one)} ${answer.text}`).toBeGreaterThanOrEqual(400);
  });
});
